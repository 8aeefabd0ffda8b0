package dev.perigee.checks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The tables of PROMISES.md: the last cell of each row names what proves it, in backquotes: a test
/// or benchmark class, a method of one (`XTest.y`), or a file. A row without proof says "not
/// tested".
final class Promises {
  private static final Pattern PROOF = Pattern.compile("`([^`]+)`");

  private Promises() {}

  /// One line per row whose proof does not exist.
  ///
  /// @param files names of all files of the checkout, from the root
  static List<String> unproven(String text, Set<String> files) {
    List<String> problems = new ArrayList<>();
    for (String row : text.lines().filter(Promises::isRow).toList()) {
      String[] cells = row.strip().split("(?<!\\\\)\\|");
      String proof = cells[cells.length - 1].strip();
      List<String> names = PROOF.matcher(proof).results().map(found -> found.group(1)).toList();
      boolean proven = !names.isEmpty() && names.stream().allMatch(n -> exists(n, files));
      if (!proven && !proof.toLowerCase(Locale.ROOT).contains("not tested")) {
        problems.add(
            "'"
                + row.strip()
                + "': no such test, benchmark or file: "
                + proof
                + "; remedy: name one that exists, or say 'not tested'");
      }
    }
    return problems;
  }

  private static boolean isRow(String line) {
    return line.startsWith("|") && !line.startsWith("|--") && !line.startsWith("| promise");
  }

  private static boolean exists(String name, Set<String> files) {
    if (files.contains(name)) {
      return true;
    }
    String type = name.replaceAll("[.#].*", "");
    return files.stream().anyMatch(file -> file.endsWith("/" + type + ".java"));
  }
}
