package dev.perigee.world.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/// Writes the fields of a message one after another.
final class WireWriter {
  private byte[] bytes = new byte[256];
  private int length;

  byte[] toBytes() {
    return Arrays.copyOf(bytes, length);
  }

  void octet(int value) {
    room(1);
    bytes[length++] = (byte) value;
  }

  void flag(boolean value) {
    octet(value ? 1 : 0);
  }

  /// Small numbers of either sign take one byte.
  void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    room(10);
    while ((rest & ~0x7FL) != 0) {
      bytes[length++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  /// Eight bytes, for what is rarely small.
  void fixed(long value) {
    room(8);
    for (int shift = 56; shift >= 0; shift -= 8) {
      bytes[length++] = (byte) (value >>> shift);
    }
  }

  void real(double value) {
    fixed(Double.doubleToRawLongBits(value));
  }

  void text(String value) {
    blob(value.getBytes(UTF_8));
  }

  void blob(byte[] value) {
    number(value.length);
    room(value.length);
    System.arraycopy(value, 0, bytes, length, value.length);
    length += value.length;
  }

  <T> void list(List<T> values, BiConsumer<WireWriter, T> each) {
    number(values.size());
    for (T value : values) {
      each.accept(this, value);
    }
  }

  private void room(int count) {
    if (bytes.length - length < count) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
    }
  }
}
