package dev.perigee.fabric.segment;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Whole reads from a file.
final class Bytes {
  private Bytes() {}

  static ByteBuffer readFully(FileChannel in, long position, int lengthBytes) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(lengthBytes);
    while (bytes.hasRemaining()) {
      if (in.read(bytes, position + bytes.position()) < 0) {
        throw new EOFException(
            "file ends at %d, wanted %d bytes from %d".formatted(in.size(), lengthBytes, position));
      }
    }
    return bytes.flip();
  }
}
