package dev.perigee.fabric.transport;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class UnixTransportTest extends TransportContract {
  @TempDir Path folder;

  private int sockets;

  @Override
  Transport transport(ChannelOptions options) {
    return new UnixTransport(folder.resolve("s" + sockets++), options);
  }
}
