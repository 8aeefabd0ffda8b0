package dev.perigee.cli.node;

import dev.perigee.fabric.transport.Channel;
import dev.perigee.world.wire.CodeRequest;
import dev.perigee.world.wire.NodeWire;
import java.io.InputStream;
import java.time.Duration;
import java.util.Objects;

/// An artefact of the control plane as a stream: one piece is in memory at a time.
final class CodeStream extends InputStream {
  private static final int PIECE_BYTES = 4 << 20;
  private static final Duration PIECE_TIMEOUT = Duration.ofSeconds(30);

  private final String sha256;
  private final Channel control;
  private byte[] piece = new byte[0];
  private int read;
  private long offsetBytes;
  private boolean ended;

  CodeStream(String sha256, Channel control) {
    this.sha256 = sha256;
    this.control = control;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (read == piece.length && !ended) {
      fetch();
    }
    if (ended) {
      return -1;
    }
    int count = Math.min(length, piece.length - read);
    System.arraycopy(piece, read, target, offset, count);
    read += count;
    return count;
  }

  private void fetch() {
    CodeRequest wanted = new CodeRequest(sha256, offsetBytes, PIECE_BYTES);
    piece = control.call(NodeWire.CODE, NodeWire.encode(wanted), PIECE_TIMEOUT);
    offsetBytes += piece.length;
    read = 0;
    ended = piece.length == 0;
  }
}
