package dev.perigee.bench.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/// Reads `{"name": [{..}, ..], ..}` row by row, however long it is. Values of rows are kept as
/// their text: numbers are no doubles yet.
final class JsonRows {
  private final InputStream in;
  private final StringBuilder text = new StringBuilder();
  private int next;

  private JsonRows(InputStream in) {
    this.in = in;
  }

  /// @param row gets the name of the list and one row of it
  static void read(InputStream in, BiConsumer<String, Map<String, String>> row) {
    try (InputStream buffered = new BufferedInputStream(in, 1 << 16)) {
      new JsonRows(buffered).document(row);
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger ended early", e);
    }
  }

  private void document(BiConsumer<String, Map<String, String>> row) throws IOException {
    advance();
    expect('{');
    while (next != '}') {
      String name = string();
      expect(':');
      expect('[');
      while (next != ']') {
        row.accept(name, object());
        skipComma();
      }
      expect(']');
      skipComma();
    }
  }

  private Map<String, String> object() throws IOException {
    Map<String, String> fields = new HashMap<>(64);
    expect('{');
    while (next != '}') {
      String name = string();
      expect(':');
      fields.put(name, next == '"' ? string() : bare());
      skipComma();
    }
    expect('}');
    return fields;
  }

  private String string() throws IOException {
    text.setLength(0);
    if (next != '"') {
      throw fault("a string");
    }
    int at = in.read();
    while (at != '"') {
      if (at == '\\') {
        at = in.read();
      }
      if (at < 0) {
        throw fault("the end of a string");
      }
      text.append((char) at);
      at = in.read();
    }
    advance();
    byte[] latin = text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
    return new String(latin, UTF_8);
  }

  private String bare() throws IOException {
    text.setLength(0);
    while (next >= 0 && ",}] \n\r\t".indexOf(next) < 0) {
      text.append((char) next);
      next = in.read();
    }
    skipBlanks();
    return text.toString();
  }

  private void expect(char wanted) throws IOException {
    if (next != wanted) {
      throw fault("'" + wanted + "'");
    }
    advance();
  }

  private void skipComma() throws IOException {
    if (next == ',') {
      advance();
    }
  }

  private void advance() throws IOException {
    next = in.read();
    skipBlanks();
  }

  private void skipBlanks() throws IOException {
    while (next == ' ' || next == '\n' || next == '\r' || next == '\t') {
      next = in.read();
    }
  }

  private IOException fault(String wanted) {
    return new IOException("no ledger: " + wanted + " is missing, there is code point " + next);
  }
}
