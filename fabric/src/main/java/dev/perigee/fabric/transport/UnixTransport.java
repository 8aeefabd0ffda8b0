package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// Controller and nodes as processes of one machine, over one Unix-domain socket.
public final class UnixTransport implements Transport {
  /// `sun_path` has 108 bytes with its end mark, see unix(7).
  private static final int MAX_PATH_BYTES = 107;

  private final Path path;
  private final ChannelOptions options;

  public UnixTransport(Path path, ChannelOptions options) {
    int pathBytes = path.toString().getBytes(UTF_8).length;
    if (pathBytes > MAX_PATH_BYTES) {
      throw new FabricException(
          Reason.REFUSED,
          "the socket's path %s has %d bytes, the system takes %d: choose a shorter data folder"
              .formatted(path, pathBytes, MAX_PATH_BYTES));
    }
    this.path = path;
    this.options = options;
  }

  @Override
  public Listener listen(
      String name, LongSupplier epoch, Function<String, ChannelHandler> handlers) {
    Acceptor acceptor = new Acceptor(name, epoch, handlers, options);
    try {
      removeLeftover();
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(path));
      Thread.ofVirtual().name("perigee-listener").start(() -> accept(server, acceptor));
      return new UnixListener(server, acceptor);
    } catch (IOException e) {
      throw new FabricException(
          Reason.IO, "can't listen on %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /// A killed process leaves its socket behind; one that answers is in use.
  private void removeLeftover() throws IOException {
    if (!Files.exists(path)) {
      return;
    }
    try {
      SocketChannel.open(UnixDomainSocketAddress.of(path)).close();
    } catch (IOException nobodyThere) {
      Files.delete(path);
      return;
    }
    throw new FabricException(
        Reason.LOCKED, "another process listens on %s: stop it first".formatted(path));
  }

  private void accept(ServerSocketChannel server, Acceptor acceptor) {
    try {
      while (true) {
        acceptor.accept(new UnixWire(server.accept(), options.maxPayloadBytes()));
      }
    } catch (ClosedChannelException e) {
      // The listener was closed: this is how it ends.
    } catch (IOException e) {
      System.getLogger(UnixTransport.class.getName())
          .log(
              System.Logger.Level.ERROR,
              "can't accept on " + path + ", nodes stay out of contact",
              e);
    }
  }

  @Override
  public Channel dial(String node, LongSupplier epoch, ChannelHandler handler) {
    return Dialer.start(node, epoch, new Peer("", options, handler), this::connect);
  }

  private Wire connect() throws IOException {
    return new UnixWire(
        SocketChannel.open(UnixDomainSocketAddress.of(path)), options.maxPayloadBytes());
  }

  private final class UnixListener implements Listener {
    private final ServerSocketChannel server;
    private final Acceptor acceptor;

    UnixListener(ServerSocketChannel server, Acceptor acceptor) {
      this.server = server;
      this.acceptor = acceptor;
    }

    @Override
    public Channel channel(String node) {
      return acceptor.peer(node);
    }

    @Override
    public void close() {
      try {
        server.close();
        Files.deleteIfExists(path);
      } catch (IOException e) {
        throw new FabricException(
            Reason.IO, "closing %s failed: %s".formatted(path, e.getMessage()), e);
      } finally {
        acceptor.close();
      }
    }
  }
}
