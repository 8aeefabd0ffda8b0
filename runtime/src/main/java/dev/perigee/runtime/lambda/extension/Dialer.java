package dev.perigee.runtime.lambda.extension;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/// Connects to a port of a sandbox's loopback.
@FunctionalInterface
public interface Dialer {
  SocketChannel dial(int port) throws IOException;
}
