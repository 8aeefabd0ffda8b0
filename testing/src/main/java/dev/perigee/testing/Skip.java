package dev.perigee.testing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tests that did not run.
///
/// @param name what the machine lacked, or the reason that the test gave
/// @param where the test, or the class whose tests these are
/// @param tests how many
record Skip(String name, String where, int tests) {
  private static final Pattern NEEDS = Pattern.compile("\\bneeds ([A-Za-z0-9._+-]*[A-Za-z0-9+])");

  /// @param reason the message of the assumption, or of the annotation that disables the test
  static Skip of(String reason, String where, int tests) {
    Matcher needs = NEEDS.matcher(reason);
    String name = needs.find() ? needs.group(1) : reason.lines().findFirst().orElse("no reason");
    return new Skip(name.replace('\t', ' ').strip(), where, tests);
  }

  String line() {
    return name + "\t" + tests + "\t" + where;
  }

  static Skip parse(String line) {
    String[] parts = line.split("\t", 3);
    if (parts.length != 3) {
      throw new IllegalArgumentException(
          "expected name, count and test, separated by tabs, got '" + line + "'; run mvn clean");
    }
    return new Skip(parts[0], parts[2], Integer.parseInt(parts[1]));
  }
}
