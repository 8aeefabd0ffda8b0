package dev.perigee.cli.settings;

import dev.perigee.cli.settings.SettingsFile.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/// Finds all that is wrong with a file, each with its line, by trying each option by itself.
public final class SettingsCheck {
  /// What can only be said on the command line.
  private static final Set<String> NOT_IN_A_FILE = Set.of("help", "version", "config");

  private final Set<String> known = new TreeSet<>();
  private final Consumer<String[]> tried;

  /// @param line a verb with its options
  /// @param tried throws `ParameterException` for arguments that the verb would refuse
  public SettingsCheck(CommandLine line, Consumer<String[]> tried) {
    line.getCommandSpec().options().forEach(option -> known.add(Settings.nameOf(option)));
    known.removeAll(NOT_IN_A_FILE);
    this.tried = tried;
  }

  public List<String> problems(SettingsFile file) {
    List<String> problems = new ArrayList<>(file.problems());
    file.values().forEach((name, value) -> check(file, name, value, problems));
    return problems;
  }

  private void check(SettingsFile file, String name, Value value, Collection<String> problems) {
    if (!known.contains(name)) {
      problems.add(
          file.at(
              value.line(),
              "'%s' is no option of up: did you mean '%s'? `perigee up --help` lists all"
                  .formatted(name, nearest(name))));
      return;
    }
    try {
      tried.accept(new String[] {"--" + name + "=" + value.text()});
    } catch (ParameterException e) {
      problems.add(file.at(value.line(), String.valueOf(e.getMessage())));
    }
  }

  private String nearest(String name) {
    return known.stream().min(Comparator.comparingInt(each -> distance(each, name))).orElse("");
  }

  /// Levenshtein's.
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int above = row[j];
        int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(Math.min(above, row[j - 1]) + 1, changed);
        diagonal = above;
      }
    }
    return row[b.length()];
  }
}
