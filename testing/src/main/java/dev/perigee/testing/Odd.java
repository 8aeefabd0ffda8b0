package dev.perigee.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/// Values that readers are known to stumble over.
final class Odd {
  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    127,
    128,
    255,
    256,
    32_767,
    65_535,
    65_536,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };
  private static final String[] TEXTS = {
    "",
    "0",
    "-1",
    "1e400",
    "9223372036854775808",
    "NaN",
    "null",
    "true",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "\\",
    "\\u0000",
    "\\ud800",
    ",",
    ":",
    "\n",
    "\r\n",
    "\r\n\r\n",
    "\t",
    " ",
    "%00",
    "%2e%2e%2f",
    "../",
    "/",
    "//",
    "\0",
    "é",
    "\uFEFF",
    "💥",
    "---\n",
    "&a",
    "*a",
    "!!java",
    "|",
    "?",
    "#",
    "="
  };

  private Odd() {}

  /// A number in 1, 2, 4 or 8 bytes of either order.
  static byte[] bytes(SplittableRandom random) {
    int length = 1 << random.nextInt(4);
    long number = NUMBERS[random.nextInt(NUMBERS.length)];
    ByteOrder order = random.nextBoolean() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    byte[] eight = ByteBuffer.allocate(Long.BYTES).order(order).putLong(number).array();
    int from = order == ByteOrder.BIG_ENDIAN ? Long.BYTES - length : 0;
    return java.util.Arrays.copyOfRange(eight, from, from + length);
  }

  static byte[] text(SplittableRandom random) {
    return TEXTS[random.nextInt(TEXTS.length)].repeat(1 << random.nextInt(8)).getBytes(UTF_8);
  }
}
