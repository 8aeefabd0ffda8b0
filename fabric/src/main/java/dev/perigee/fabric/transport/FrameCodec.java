package dev.perigee.fabric.transport;

import java.io.IOException;
import java.nio.ByteBuffer;

/// The form of a frame on the wire.
final class FrameCodec {
  static final int LENGTH_BYTES = Integer.BYTES;
  private static final int KIND_AND_CORRELATION_BYTES = Byte.BYTES + Long.BYTES;
  static final int HEADER_BYTES = LENGTH_BYTES + KIND_AND_CORRELATION_BYTES;

  private FrameCodec() {}

  static void putHeader(Frame frame, ByteBuffer out) {
    out.putInt(KIND_AND_CORRELATION_BYTES + frame.payload().length);
    out.put(frame.kind()).putLong(frame.correlation());
  }

  /// The payload's length, from a buffer that holds at least the four bytes of the length.
  static int payloadBytes(ByteBuffer in, int maxPayloadBytes) throws IOException {
    int payloadBytes = in.getInt(in.position()) - KIND_AND_CORRELATION_BYTES;
    if (payloadBytes < 0 || payloadBytes > maxPayloadBytes) {
      throw new IOException(
          "frame with a payload of %d bytes, allowed are 0 to %d: not our protocol, or damaged"
              .formatted(payloadBytes, maxPayloadBytes));
    }
    return payloadBytes;
  }
}
