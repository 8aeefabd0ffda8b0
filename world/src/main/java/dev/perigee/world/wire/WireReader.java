package dev.perigee.world.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads the fields of a message in the order they were written.
final class WireReader {
  private static final int VARINT_BITS_MAX = 63;

  private final byte[] bytes;
  private int at;

  WireReader(byte[] bytes) {
    this.bytes = bytes;
  }

  int octet() {
    need(1);
    return bytes[at++] & 0xFF;
  }

  boolean flag() {
    int value = octet();
    if (value > 1) {
      throw new WireException("a flag is 0 or 1, got " + value + " at byte " + (at - 1));
    }
    return value == 1;
  }

  long number() {
    long rest = 0;
    int shift = 0;
    int part = octet();
    while ((part & 0x80) != 0) {
      rest |= (long) (part & 0x7F) << shift;
      shift += 7;
      if (shift > VARINT_BITS_MAX) {
        throw new WireException("a number takes more than 10 bytes at byte " + at);
      }
      part = octet();
    }
    rest |= (long) part << shift;
    return (rest >>> 1) ^ -(rest & 1);
  }

  int integer() {
    long value = number();
    if (value != (int) value) {
      throw new WireException("a number of 32 bits was expected, got " + value);
    }
    return (int) value;
  }

  long fixed() {
    need(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = (value << 8) | (bytes[at++] & 0xFF);
    }
    return value;
  }

  double real() {
    return Double.longBitsToDouble(fixed());
  }

  String text() {
    int count = count();
    String value = new String(bytes, at, count, UTF_8);
    at += count;
    return value;
  }

  byte[] blob() {
    int count = count();
    byte[] value = Arrays.copyOfRange(bytes, at, at + count);
    at += count;
    return value;
  }

  <T> List<T> list(Function<WireReader, T> each) {
    int count = count();
    List<T> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(each.apply(this));
    }
    return values;
  }

  <E> E oneOf(E[] values) {
    int ordinal = octet();
    if (ordinal >= values.length) {
      throw new WireException(
          "choice " + ordinal + " is not one of " + Arrays.toString(values) + ": a newer release?");
    }
    return values[ordinal];
  }

  void end() {
    if (at != bytes.length) {
      throw new WireException(
          "the message ends at byte " + at + " but has " + bytes.length + " bytes");
    }
  }

  /// A count of things that take at least a byte each.
  private int count() {
    long count = number();
    if (count < 0 || count > bytes.length - at) {
      throw new WireException(
          "a count of " + count + " does not fit the " + (bytes.length - at) + " bytes left");
    }
    return (int) count;
  }

  private void need(int count) {
    if (bytes.length - at < count) {
      throw new WireException(
          "the message is cut: byte " + (at + count) + " of " + bytes.length + " is wanted");
    }
  }
}
