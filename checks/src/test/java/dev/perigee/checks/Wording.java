package dev.perigee.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Words that have no place in the project: it speaks of itself alone, and its text must hold on
/// every machine.
final class Wording {
  /// @param words what to look for
  /// @param remedy what to write instead
  private record Taboo(Pattern words, String remedy) {}

  private static final List<Taboo> TABOOS =
      List.of(
          taboo(
              "/wor" + "k/|/roo" + "t/|/hom" + "e/[a-z]", "write a path relative to the checkout"),
          taboo(
              "\\b(this|the|a|our) session\\b", "say what the project does, not how work is done"),
          taboo("\\bissue #?[0-9]", "say the reason itself"),
          taboo("\\b(TO" + "DO|FIX" + "ME)\\b", "do it, or say in PROMISES.md what is missing"),
          taboo(
              "https?://[^/\\s]*(repo1?\\.maven|nexus|artifactory|pypi\\.|registry\\.npm)",
              "leave the registry to the user's settings"));

  private Wording() {}

  private static Taboo taboo(String words, String remedy) {
    return new Taboo(Pattern.compile(words, Pattern.CASE_INSENSITIVE), remedy);
  }

  /// One line per find: `name:line: what; remedy`.
  static List<String> problems(String name, String text) {
    List<String> problems = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      for (Taboo taboo : TABOOS) {
        var matcher = taboo.words().matcher(lines.get(i));
        if (matcher.find()) {
          problems.add(
              name + ":" + (i + 1) + ": '" + matcher.group() + "'; remedy: " + taboo.remedy());
        }
      }
    }
    return problems;
  }
}
