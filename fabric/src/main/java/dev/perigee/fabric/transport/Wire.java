package dev.perigee.fabric.transport;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/// One connection. One thread reads, one writes; close wakes both.
interface Wire extends Closeable {
  void write(List<Frame> frames) throws IOException;

  /// Blocks; throws at the connection's end.
  Frame read() throws IOException;

  @Override
  void close();
}
