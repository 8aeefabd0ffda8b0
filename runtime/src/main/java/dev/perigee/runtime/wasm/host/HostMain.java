package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.EndiveEngine;
import dev.perigee.runtime.wasm.engine.WasmEngine;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// The main class of a worker JVM. Its argument is the path of the socket to listen on; it says
/// `ready` on standard output once it does.
public final class HostMain {
  private HostMain() {}

  public static void main(String[] arguments) throws IOException {
    Thread.ofPlatform().daemon().name("parent").start(HostMain::endWithParent);
    WasmEngine engine = new EndiveEngine();
    HostPrograms programs = new HostPrograms(engine);
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(Path.of(arguments[0])));
      System.out.println("ready");
      while (true) {
        SocketChannel socket = server.accept();
        Thread.ofPlatform().daemon().name("wasm-run").start(new HostConnection(socket, programs));
      }
    }
  }

  /// The platform holds the other end of standard input and never writes to it.
  private static void endWithParent() {
    try {
      var _ = System.in.readAllBytes();
    } catch (IOException e) {
      System.err.println("standard input of the worker JVM broke, it ends: " + e);
    }
    Runtime.getRuntime().halt(0);
  }
}
