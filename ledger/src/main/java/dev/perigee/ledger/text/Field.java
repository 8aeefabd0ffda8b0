package dev.perigee.ledger.text;

import java.util.List;

/// One field of a row, written the same way into JSON and CSV.
///
/// @param quoted whether it is text (in JSON between quotes)
record Field<T>(String name, boolean quoted, Value<T> value) {

  /// Writes the value of a row without quotes or escapes.
  @FunctionalInterface
  interface Value<T> {
    void append(StringBuilder out, T row);
  }

  static <T> Field<T> text(String name, Value<T> value) {
    return new Field<>(name, true, value);
  }

  static <T> Field<T> number(String name, Value<T> value) {
    return new Field<>(name, false, value);
  }

  /// `{"a":1,"b":"x"}` without spaces, in the order of the fields.
  static <T> void json(StringBuilder out, List<Field<T>> fields, T row) {
    char separator = '{';
    for (Field<T> field : fields) {
      out.append(separator).append('"').append(field.name).append("\":");
      if (field.quoted) {
        out.append('"');
        int from = out.length();
        field.value.append(out, row);
        escapeJson(out, from);
        out.append('"');
      } else {
        field.value.append(out, row);
      }
      separator = ',';
    }
    out.append('}');
  }

  static <T> void csvHeader(StringBuilder out, List<Field<T>> fields) {
    for (int i = 0; i < fields.size(); i++) {
      out.append(i == 0 ? "" : ",").append(fields.get(i).name);
    }
    out.append('\n');
  }

  /// RFC 4180, lines end with a line feed.
  static <T> void csv(StringBuilder out, List<Field<T>> fields, T row) {
    for (int i = 0; i < fields.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      int from = out.length();
      fields.get(i).value.append(out, row);
      if (fields.get(i).quoted) {
        escapeCsv(out, from);
      }
    }
    out.append('\n');
  }

  private static void escapeJson(StringBuilder out, int from) {
    for (int i = from; i < out.length(); i++) {
      char c = out.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        String escaped = c < 0x20 ? String.format("\\u%04x", (int) c) : "\\" + c;
        out.replace(i, i + 1, escaped);
        i += escaped.length() - 1;
      }
    }
  }

  private static void escapeCsv(StringBuilder out, int from) {
    boolean plain = true;
    for (int i = from; i < out.length() && plain; i++) {
      char c = out.charAt(i);
      plain = c != ',' && c != '"' && c != '\n' && c != '\r';
    }
    if (!plain) {
      String text = out.substring(from).replace("\"", "\"\"");
      out.setLength(from);
      out.append('"').append(text).append('"');
    }
  }
}
