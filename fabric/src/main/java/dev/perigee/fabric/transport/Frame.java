package dev.perigee.fabric.transport;

import java.util.Arrays;

/// What travels. Kinds below 0 belong to the transport.
///
/// @param correlation 0: one-way; c > 0: a request; -c: its answer
public record Frame(byte kind, long correlation, byte[] payload) {
  static final byte HELLO = -1;
  static final byte HEARTBEAT = -2;
  static final byte FAILED = -3;
  static final byte REFUSED = -4;

  private static final byte[] NOTHING = {};

  static final Frame BEAT = new Frame(HEARTBEAT, 0, NOTHING);

  int bytes() {
    return FrameCodec.HEADER_BYTES + payload.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame f
        && kind == f.kind
        && correlation == f.correlation
        && Arrays.equals(payload, f.payload);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * kind + Long.hashCode(correlation)) + Arrays.hashCode(payload);
  }

  @Override
  public String toString() {
    return "frame of kind "
        + kind
        + ", correlation "
        + correlation
        + ", "
        + payload.length
        + " bytes";
  }
}
