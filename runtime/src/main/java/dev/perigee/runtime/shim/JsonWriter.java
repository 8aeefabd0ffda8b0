package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.reflect.Array;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Writes an answer as JSON: maps, collections, arrays, strings, numbers, records, beans.
///
/// A switch over types would be linked anew at each start of a JVM, which takes milliseconds.
public final class JsonWriter {
  private static final int DEPTH_MAX = 1_000;

  private final StringBuilder out = new StringBuilder(64);
  private int depth;

  private JsonWriter() {}

  public static byte[] bytes(@Nullable Object value) {
    JsonWriter writer = new JsonWriter();
    writer.value(value);
    return writer.out.toString().getBytes(UTF_8);
  }

  private void value(@Nullable Object value) {
    if (++depth > DEPTH_MAX) {
      throw new JsonException("the answer is nested deeper than " + DEPTH_MAX + ", or endless");
    }
    if (value == null || value instanceof Boolean) {
      out.append(value);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof CharSequence || value instanceof Character) {
      string(value.toString());
    } else if (value instanceof Enum<?> constant) {
      string(constant.name());
    } else if (value instanceof Map<?, ?> map) {
      map(map);
    } else if (value instanceof Iterable<?> items) {
      items(items);
    } else if (value instanceof Optional<?> optional) {
      value(optional.orElse(null));
    } else {
      object(value);
    }
    depth--;
  }

  private void number(Number number) {
    boolean finite =
        !(number instanceof Double || number instanceof Float)
            || Double.isFinite(number.doubleValue());
    if (finite) {
      out.append(number);
    } else {
      string(number.toString());
    }
  }

  private void map(Map<?, ?> map) {
    out.append('{');
    String comma = "";
    for (Map.Entry<?, ?> field : map.entrySet()) {
      out.append(comma);
      string(String.valueOf(field.getKey()));
      out.append(':');
      value(field.getValue());
      comma = ",";
    }
    out.append('}');
  }

  private void items(Iterable<?> items) {
    out.append('[');
    String comma = "";
    for (Object item : items) {
      out.append(comma);
      value(item);
      comma = ",";
    }
    out.append(']');
  }

  private void object(Object value) {
    if (value.getClass().isArray()) {
      array(value);
    } else if (value.getClass().getName().startsWith("java.")) {
      string(value.toString());
    } else {
      map(Properties.read(value));
    }
  }

  private void array(Object array) {
    out.append('[');
    for (int i = 0; i < Array.getLength(array); i++) {
      out.append(i == 0 ? "" : ",");
      value(Array.get(array, i));
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      character(text.charAt(i));
    }
    out.append('"');
  }

  private void character(char c) {
    switch (c) {
      case '"' -> out.append("\\\"");
      case '\\' -> out.append("\\\\");
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      default -> {
        if (c < ' ') {
          String hex = Integer.toHexString(c);
          out.append("\\u0000", 0, 6 - hex.length()).append(hex);
        } else {
          out.append(c);
        }
      }
    }
  }
}
