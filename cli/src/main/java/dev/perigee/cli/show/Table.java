package dev.perigee.cli.show;

import java.util.ArrayList;
import java.util.List;

/// Aligned columns: text to the left, numbers to the right.
public final class Table {
  private final List<String> names;
  private final List<List<String>> rows = new ArrayList<>();
  private String gap = "  ";

  public Table(String... names) {
    this.names = List.of(names);
  }

  /// Puts the columns next to each other.
  public Table narrow() {
    gap = " ";
    return this;
  }

  public Table row(Object... cells) {
    List<String> row = new ArrayList<>(cells.length);
    for (Object cell : cells) {
      row.add(String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /// The lines, the first of them the names of the columns.
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(line(names));
    rows.forEach(row -> lines.add(line(row)));
    return lines;
  }

  public void print(Console console) {
    List<String> lines = lines();
    console.out().println(console.bold(lines.getFirst()));
    lines.subList(1, lines.size()).forEach(console.out()::println);
  }

  private String line(List<String> cells) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String space = " ".repeat(width(column) - cell.length());
      line.append(isNumeric(column) ? space + cell : cell + space).append(gap);
    }
    return line.toString().stripTrailing();
  }

  private int width(int column) {
    int width = names.get(column).length();
    for (List<String> row : rows) {
      width = Math.max(width, row.get(column).length());
    }
    return width;
  }

  private boolean isNumeric(int column) {
    return !rows.isEmpty() && rows.stream().allMatch(row -> isNumber(row.get(column)));
  }

  private static boolean isNumber(String cell) {
    return !cell.isEmpty()
        && cell.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.' || c == '-')
        && Character.isDigit(cell.charAt(cell.length() - 1));
  }
}
