package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What an alias may be.
final class AliasCheck {
  /// A number would be taken for a version.
  private static final Pattern NAME = Pattern.compile("(?!^[0-9]+$)[a-zA-Z0-9-_]{1,128}");

  private AliasCheck() {}

  /// @param exists whether there is such a version
  /// @throws ControlException with all that is wrong
  static void require(Alias alias, Predicate<String> exists) {
    for (String version : alias.versions()) {
      boolean isVersion = version.equals(FunctionId.LATEST) || FunctionId.isVersion(version);
      if (!isVersion || !exists.test(version)) {
        throw new ControlException(
            Kind.NOT_FOUND,
            List.of("there is no version " + version + ": publish one, or name one there is"));
      }
    }
    List<String> problems = new ArrayList<>();
    if (!NAME.matcher(alias.name()).matches()) {
      problems.add("an alias is a word of " + NAME + ", got '" + alias.name() + "'");
    }
    if (alias.weights().size() > 1) {
      problems.add("Number of items in AdditionalVersionWeights cannot be greater than 1");
    }
    alias.weights().forEach((other, weight) -> check(problems, alias, other, weight));
    if (!problems.isEmpty()) {
      throw new ControlException(Kind.INVALID, problems);
    }
  }

  private static void check(List<String> problems, Alias alias, String other, double weight) {
    if (!(weight >= 0 && weight <= 1)) {
      problems.add("the share of version " + other + " has to be from 0 to 1, got " + weight);
    }
    if (other.equals(alias.version()) || alias.versions().contains(FunctionId.LATEST)) {
      problems.add(
          "AdditionalVersionWeights needs two different published versions, got "
              + alias.version()
              + " and "
              + other);
    }
  }
}
