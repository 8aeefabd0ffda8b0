package dev.perigee.platform.aws;

import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.FunctionName;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A function as clients name it: `name`, `name:qualifier`, `account:function:name`, or an ARN.
///
/// @param qualifier `$LATEST`, a number or an alias; empty if none was given
record FunctionRef(FunctionName name, String region, Optional<String> qualifier) {
  private static final int TEXT_MAX = 170;

  /// The service model's pattern.
  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:aws[a-zA-Z-]*:lambda:)?(?:[a-z]{2,4}(?:-[a-z]+)+-\\d:)?(?:\\d{12}:)?(?:function:)?"
              + "([a-zA-Z0-9-_]{1,64})(?::(\\$LATEST|[a-zA-Z0-9-_]{1,128}))?");

  static FunctionRef of(String tenant, String region, String text, Optional<String> asked) {
    Matcher form = FORM.matcher(text);
    if (text.length() > TEXT_MAX || !form.matches()) {
      throw AwsException.validation(
          "'" + text + "'", "functionName", "satisfy regular expression pattern: " + FORM);
    }
    Optional<String> derived = Optional.ofNullable(form.group(2));
    if (derived.isPresent() && asked.isPresent() && !derived.equals(asked)) {
      throw AwsException.parameter(
          "The derived qualifier from the function name does not match the specified qualifier.");
    }
    return new FunctionRef(
        new FunctionName(tenant, form.group(1)), region, derived.isPresent() ? derived : asked);
  }

  String arn() {
    return FunctionArn.of(region, name.name());
  }

  String arn(String withQualifier) {
    return arn() + ":" + withQualifier;
  }

  /// As it was asked for.
  String askedArn() {
    return qualifier.map(this::arn).orElseGet(this::arn);
  }

  String qualifierOrLatest() {
    return qualifier.orElse(FunctionId.LATEST);
  }

  AwsException notFound() {
    return AwsException.notFound("Function not found: " + askedArn());
  }
}
