package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.EndiveEngine;
import dev.perigee.runtime.wasm.engine.WasmEngine;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// The main class of a worker JVM. Its argument is the path of the platform's socket. It connects
/// once to say that it is ready, then once more for each byte that comes on its standard input, and
/// ends when that does, that is, at the latest with the platform.
public final class HostMain {
  private HostMain() {}

  public static void main(String[] arguments) throws IOException {
    UnixDomainSocketAddress platform = UnixDomainSocketAddress.of(Path.of(arguments[0]));
    WasmEngine engine = new EndiveEngine();
    Rehearsal.of(engine);
    HostPrograms programs = new HostPrograms(engine);
    SocketChannel.open(platform).close();
    while (System.in.read() >= 0) {
      SocketChannel socket = SocketChannel.open(platform);
      Thread.ofPlatform().daemon().name("wasm-run").start(new HostConnection(socket, programs));
    }
    Runtime.getRuntime().halt(0);
  }
}
