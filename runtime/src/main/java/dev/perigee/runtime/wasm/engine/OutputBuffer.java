package dev.perigee.runtime.wasm.engine;

import java.util.Arrays;

/// What a run wrote to standard output; keeps its array from run to run unless it has become large.
final class OutputBuffer {
  private static final int KEPT_BYTES_MAX = 64 << 10;

  private byte[] bytes = new byte[1024];
  private int size;

  void clear() {
    size = 0;
    if (bytes.length > KEPT_BYTES_MAX) {
      bytes = new byte[1024];
    }
  }

  int size() {
    return size;
  }

  void append(LinearMemory memory, int addr, int len) {
    if (size + len > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + len, 2 * bytes.length));
    }
    memory.readBytes(addr, bytes, size, len);
    size += len;
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }
}
