package dev.perigee.feeds;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Comma-separated lines below a header. Empty lines are skipped; quotes aren't known, no feed of
/// ours has any.
final class CsvLines {
  private final String source;
  private final BufferedReader in;
  private final Problems problems;
  private final List<String> header;
  private int line;
  private String[] cells = {};

  CsvLines(String source, Reader in, Problems problems) {
    this.source = source;
    this.in = in instanceof BufferedReader buffered ? buffered : new BufferedReader(in);
    this.problems = problems;
    this.header = readLine() ? List.of(cells) : List.of();
    if (header.isEmpty()) {
      problems.add("is empty, its first line must name the columns");
    }
    Set<String> seen = new HashSet<>();
    header.stream()
        .filter(c -> !seen.add(c))
        .forEach(c -> problems.add(line, "column " + c + " appears twice"));
  }

  List<String> header() {
    return header;
  }

  /// Position of a column; -1 if there is none.
  int column(String name) {
    return header.indexOf(name);
  }

  /// Goes to the next line that has as many cells as the header; others are reported.
  boolean next() {
    while (readLine()) {
      if (cells.length == header.size()) {
        return true;
      }
      problems.add(
          line, cells.length + " values, but the header names " + header.size() + " columns");
    }
    return false;
  }

  int line() {
    return line;
  }

  String cell(int column) {
    return cells[column];
  }

  private boolean readLine() {
    try {
      String text;
      while ((text = in.readLine()) != null) {
        line++;
        if (!text.isBlank()) {
          cells = split(line == 1 && text.charAt(0) == '\uFEFF' ? text.substring(1) : text);
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new FeedException(source, "can't be read after line " + line + ": " + e, e);
    }
  }

  private String[] split(String text) {
    int count = 1;
    for (int at = text.indexOf(','); at >= 0; at = text.indexOf(',', at + 1)) {
      count++;
    }
    String[] parts = cells.length == count ? cells : new String[count];
    int from = 0;
    for (int part = 0; part < count; part++) {
      int to = part == count - 1 ? text.length() : text.indexOf(',', from);
      parts[part] = text.substring(from, to).strip();
      from = to + 1;
    }
    return parts;
  }

  /// Opens a file as UTF-8 text.
  static BufferedReader open(Path file) {
    try {
      return Files.newBufferedReader(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new FeedException(
          file.toString(), "can't be opened, check its path and rights: " + e, e);
    }
  }

  @Override
  public String toString() {
    return source + ", line " + line + ": " + Arrays.toString(cells);
  }
}
