package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;

/// Messages of `application/vnd.amazon.eventstream`: two lengths and their checksum, headers, a
/// payload, and a checksum of all that. Integers are big-endian, checksums CRC-32.
final class EventStream {
  static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";
  private static final int PRELUDE_BYTES = 12;
  private static final int CHECKSUM_BYTES = 4;
  private static final byte STRING = 7;

  private EventStream() {}

  /// An event.
  static byte[] message(String event, String contentType, byte[] payload) {
    byte[] headers = headers(event, contentType);
    int totalBytes = PRELUDE_BYTES + headers.length + payload.length + CHECKSUM_BYTES;
    ByteBuffer message = ByteBuffer.allocate(totalBytes);
    message.putInt(totalBytes).putInt(headers.length);
    message.putInt(checksum(message.array(), message.position()));
    message.put(headers).put(payload);
    message.putInt(checksum(message.array(), message.position()));
    return message.array();
  }

  private static byte[] headers(String event, String contentType) {
    ByteArrayOutputStream headers = new ByteArrayOutputStream();
    header(headers, ":event-type", event);
    header(headers, ":content-type", contentType);
    header(headers, ":message-type", "event");
    return headers.toByteArray();
  }

  private static void header(ByteArrayOutputStream out, String name, String value) {
    byte[] text = value.getBytes(UTF_8);
    out.write(name.length());
    out.writeBytes(name.getBytes(UTF_8));
    out.write(STRING);
    out.write(text.length >> 8);
    out.write(text.length);
    out.writeBytes(text);
  }

  private static int checksum(byte[] bytes, int count) {
    CRC32 checksum = new CRC32();
    checksum.update(bytes, 0, count);
    return (int) checksum.getValue();
  }
}
