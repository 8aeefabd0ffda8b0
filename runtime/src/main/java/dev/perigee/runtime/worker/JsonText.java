package dev.perigee.runtime.worker;

import java.util.Map;

/// Writes the few JSON texts that the runtime itself words. Reading JSON is not its business.
public final class JsonText {
  private JsonText() {}

  /// A string with its quotation marks.
  public static String quote(String text) {
    StringBuilder out = new StringBuilder(text.length() + 16).append('"');
    for (int i = 0; i < text.length(); i++) {
      append(out, text.charAt(i));
    }
    return out.append('"').toString();
  }

  /// An object of strings, in the map's order.
  public static String object(Map<String, String> fields) {
    StringBuilder out = new StringBuilder("{");
    fields.forEach((name, value) -> {
      out.append(out.length() > 1 ? "," : "").append(quote(name)).append(':').append(quote(value));
    });
    return out.append('}').toString();
  }

  private static void append(StringBuilder out, char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < 0x20 || Character.isSurrogate(c)) {
          out.append(String.format("\\u%04x", (int) c));
        } else {
          out.append(c);
        }
      }
    }
  }
}
