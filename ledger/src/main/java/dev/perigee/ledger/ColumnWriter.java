package dev.perigee.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Writes columns to a growing array of bytes. A column says how it is coded in its first byte, so
/// that a column of equal values costs a few bytes whatever the number of rows.
final class ColumnWriter {
  static final int CONSTANT = 0;
  static final int PLAIN = 1;
  static final int DELTA = 2;

  private byte[] bytes = new byte[1 << 12];
  private int size;

  void longs(long[] values, boolean delta) {
    if (isConstant(values)) {
      raw(CONSTANT);
      varint(values[0]);
      return;
    }
    raw(delta ? DELTA : PLAIN);
    long before = 0;
    for (long value : values) {
      varint(value - before);
      before = delta ? value : 0;
    }
  }

  void doubles(double[] values) {
    long[] bits = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      bits[i] = Double.doubleToRawLongBits(values[i]);
    }
    boolean constant = isConstant(bits);
    raw(constant ? CONSTANT : PLAIN);
    for (int i = 0; i < (constant ? 1 : bits.length); i++) {
      fixed(bits[i]);
    }
  }

  /// A dictionary in order of first appearance, then the index of each row.
  void strings(String[] values) {
    Map<String, Integer> dictionary = new LinkedHashMap<>();
    long[] indexes = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      Integer known = dictionary.get(values[i]);
      if (known == null) {
        known = dictionary.size();
        dictionary.put(values[i], known);
      }
      indexes[i] = known;
    }
    varint(dictionary.size());
    dictionary.keySet().forEach(this::string);
    longs(indexes, false);
  }

  void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    varint(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  void raw(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /// Eight bytes, little endian.
  void fixed(long value) {
    room(8);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(size, value);
    size += 8;
  }

  /// Seven bits a byte, lowest first, the sign moved to the lowest bit.
  void varint(long value) {
    room(10);
    long rest = value << 1 ^ value >> 63;
    while ((rest & ~0x7FL) != 0) {
      bytes[size++] = (byte) (rest & 0x7F | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  private static boolean isConstant(long[] values) {
    for (long value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true;
  }
}
