package dev.perigee.runtime.shim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads JSON into maps, lists, strings, numbers (Integer, Long, BigInteger or Double), Boolean and
/// null. No event at all is an empty object.
public final class JsonReader {
  private static final int DEPTH_MAX = 1_000;

  private final String text;
  private int at;
  private int depth;

  private JsonReader(String text) {
    this.text = text;
  }

  public static @Nullable Object read(byte[] json) {
    if (json.length == 0) {
      return new LinkedHashMap<String, @Nullable Object>();
    }
    JsonReader reader = new JsonReader(new String(json, UTF_8));
    @Nullable Object value = reader.value();
    if (reader.peek() != 0) {
      throw reader.fault("the end");
    }
    return value;
  }

  private @Nullable Object value() {
    char c = peek();
    return switch (c) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> object() {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    enter();
    if (!takes('}')) {
      do {
        if (peek() != '"') {
          throw fault("a name");
        }
        String name = string();
        expect(':');
        fields.put(name, value());
      } while (takes(','));
      expect('}');
    }
    depth--;
    return fields;
  }

  private List<@Nullable Object> array() {
    List<@Nullable Object> items = new ArrayList<>();
    enter();
    if (!takes(']')) {
      do {
        items.add(value());
      } while (takes(','));
      expect(']');
    }
    depth--;
    return items;
  }

  private void enter() {
    at++;
    if (++depth > DEPTH_MAX) {
      throw new JsonException("JSON is nested deeper than " + DEPTH_MAX);
    }
  }

  private String string() {
    int end = ++at;
    while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\\') {
      end++;
    }
    if (end < text.length() && text.charAt(end) == '"') {
      String plain = text.substring(at, end);
      at = end + 1;
      return plain;
    }
    return escaped();
  }

  private String escaped() {
    StringBuilder out = new StringBuilder();
    while (at < text.length()) {
      char c = text.charAt(at++);
      if (c == '"') {
        return out.toString();
      }
      out.append(c == '\\' && at < text.length() ? escape(text.charAt(at++)) : c);
    }
    throw fault("a closing quotation mark");
  }

  private char escape(char c) {
    return switch (c) {
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'u' -> unicode();
      case '"', '\\', '/' -> c;
      default -> throw fault("an escape");
    };
  }

  private char unicode() {
    if (at + 4 > text.length()) {
      throw fault("four hexadecimal digits");
    }
    at += 4;
    try {
      return (char) Integer.parseInt(text, at - 4, at, 16);
    } catch (NumberFormatException e) {
      throw fault("four hexadecimal digits");
    }
  }

  private Number number() {
    int start = at;
    boolean whole = true;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      char c = text.charAt(at++);
      whole &= c == '-' || c >= '0' && c <= '9';
    }
    String digits = text.substring(start, at);
    try {
      return whole ? integer(digits) : (Number) Double.valueOf(digits);
    } catch (NumberFormatException e) {
      at = start;
      throw fault("a value");
    }
  }

  private static Number integer(String digits) {
    if (digits.length() > 18) {
      BigInteger big = new BigInteger(digits);
      return big.bitLength() < Long.SIZE ? (Number) big.longValue() : big;
    }
    long value = Long.parseLong(digits);
    return value == (int) value ? (Number) (int) value : (Number) value;
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw fault("a value");
    }
    at += word.length();
    return value;
  }

  /// The next character that is no white space, 0 at the end.
  private char peek() {
    while (at < text.length() && text.charAt(at) <= ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private boolean takes(char c) {
    boolean there = peek() == c;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char c) {
    if (!takes(c)) {
      throw fault("'" + c + "'");
    }
  }

  private JsonException fault(String wanted) {
    return new JsonException("the event is no JSON: expected " + wanted + " at character " + at);
  }
}
