package dev.perigee.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The counterpart of `ColumnWriter`. Whatever the bytes, it ends in values or in a
/// `LedgerException`, never in a read past the payload or an allocation that the payload can't
/// justify.
final class ColumnReader {
  private final ByteBuffer bytes;

  ColumnReader(ByteBuffer payload) {
    this.bytes = payload.slice().order(ByteOrder.LITTLE_ENDIAN);
  }

  long[] longs(int rows) {
    long[] values = new long[rows];
    int coding = raw();
    switch (coding) {
      case ColumnWriter.CONSTANT -> Arrays.fill(values, varint());
      case ColumnWriter.PLAIN -> {
        for (int i = 0; i < rows; i++) {
          values[i] = varint();
        }
      }
      case ColumnWriter.DELTA -> {
        long before = 0;
        for (int i = 0; i < rows; i++) {
          before += varint();
          values[i] = before;
        }
      }
      default -> throw malformed("a column says coding " + coding + ", known are 0, 1, 2");
    }
    return values;
  }

  double[] doubles(int rows) {
    double[] values = new double[rows];
    int coding = raw();
    switch (coding) {
      case ColumnWriter.CONSTANT -> Arrays.fill(values, Double.longBitsToDouble(fixed()));
      case ColumnWriter.PLAIN -> {
        for (int i = 0; i < rows; i++) {
          values[i] = Double.longBitsToDouble(fixed());
        }
      }
      default -> throw malformed("a column of doubles says coding " + coding + ", known are 0, 1");
    }
    return values;
  }

  String[] strings(int rows) {
    long count = varint();
    if (count < 1 || count > rows) {
      throw malformed("a dictionary says " + count + " words for " + rows + " rows");
    }
    String[] dictionary = new String[(int) count];
    for (int i = 0; i < count; i++) {
      dictionary[i] = string();
    }
    long[] indexes = longs(rows);
    String[] values = new String[rows];
    for (int i = 0; i < rows; i++) {
      if (indexes[i] < 0 || indexes[i] >= count) {
        throw malformed("a row names word " + indexes[i] + " of a dictionary of " + count);
      }
      values[i] = dictionary[(int) indexes[i]];
    }
    return values;
  }

  String string() {
    long length = varint();
    if (length < 0 || length > bytes.remaining()) {
      throw malformed("a text says " + length + " bytes, " + bytes.remaining() + " are left");
    }
    ByteBuffer utf8 = bytes.slice(bytes.position(), (int) length);
    bytes.position(bytes.position() + (int) length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
    } catch (CharacterCodingException e) {
      throw malformed("a text is no UTF-8");
    }
  }

  int raw() {
    need(1);
    return bytes.get() & 0xFF;
  }

  long fixed() {
    need(8);
    return bytes.getLong();
  }

  long varint() {
    long rest = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int part = raw();
      rest |= (long) (part & 0x7F) << shift;
      if (part < 0x80) {
        return rest >>> 1 ^ -(rest & 1);
      }
    }
    throw malformed("a number is longer than 64 bits");
  }

  /// Every byte of a payload has a meaning.
  void end() {
    if (bytes.hasRemaining()) {
      throw malformed(bytes.remaining() + " bytes follow the last column");
    }
  }

  private void need(int count) {
    if (bytes.remaining() < count) {
      throw malformed("the payload ends inside a column");
    }
  }

  private static LedgerException malformed(String why) {
    return new LedgerException(why);
  }
}
