package dev.perigee.platform.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// As much of DER as it takes to put a key into PKCS #8.
final class Der {
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

  private Der() {}

  /// A bare key with what the certificate's public key says of its algorithm.
  ///
  /// @param publicKeyInfo of the certificate: algorithm, then the key
  static byte[] pkcs8(byte[] bareKey, byte[] publicKeyInfo) {
    return element(SEQUENCE, VERSION_0, first(publicKeyInfo), element(OCTETS, bareKey));
  }

  /// The first element of a sequence.
  private static byte[] first(byte[] sequence) {
    int from = headLength(sequence, 0);
    return Arrays.copyOfRange(sequence, from, from + length(sequence, from));
  }

  private static int headLength(byte[] der, int at) {
    int said = der[at + 1] & 0xFF;
    return said < 0x80 ? 2 : 2 + (said & 0x7F);
  }

  /// Of a whole element, head and all.
  private static int length(byte[] der, int at) {
    int head = headLength(der, at);
    int content = der[at + 1] & 0xFF;
    if (head > 2) {
      content = 0;
      for (int i = at + 2; i < at + head; i++) {
        content = content << 8 | der[i] & 0xFF;
      }
    }
    return head + content;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    int length = content.size();
    if (length < 0x80) {
      all.write(length);
    } else {
      int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(length) + 7) / 8;
      all.write(0x80 | bytes);
      for (int i = bytes - 1; i >= 0; i--) {
        all.write(length >> 8 * i);
      }
    }
    all.writeBytes(content.toByteArray());
    return all.toByteArray();
  }
}
