package dev.perigee.platform.aws;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A layer as clients name it: by its name or ARN, in functions always by the ARN of a version.
record LayerRef(String name, Optional<Integer> version) {
  static final String ACCOUNT = "000000000000";
  private static final Pattern FORM =
      Pattern.compile(
          "(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:" + ACCOUNT + ":layer:)?([a-zA-Z0-9-_]{1,140})");
  private static final Pattern VERSION =
      Pattern.compile(
          "arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:\\d{12}:layer:([a-zA-Z0-9-_]{1,140}):([0-9]{1,9})");

  static LayerRef of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw AwsException.validation(
          "'" + text + "'", "layerName", "satisfy regular expression pattern: " + FORM);
    }
    return new LayerRef(form.group(1), Optional.empty());
  }

  static LayerRef ofVersion(String arn) {
    Matcher form = VERSION.matcher(arn);
    if (!form.matches()) {
      throw AwsException.validation(
          "'" + arn + "'", "arn", "satisfy regular expression pattern: " + VERSION);
    }
    return new LayerRef(form.group(1), Optional.of(Integer.parseInt(form.group(2))));
  }

  static String arn(String region, String name) {
    return "arn:aws:lambda:" + region + ":" + ACCOUNT + ":layer:" + name;
  }
}
