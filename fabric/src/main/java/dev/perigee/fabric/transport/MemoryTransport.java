package dev.perigee.fabric.transport;

import dev.perigee.fabric.FabricException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Controller and nodes in one process.
public final class MemoryTransport implements Transport {
  private final ChannelOptions options;
  private final AtomicReference<@Nullable Acceptor> listening = new AtomicReference<>();

  public MemoryTransport(ChannelOptions options) {
    this.options = options;
  }

  @Override
  public Listener listen(
      String name, LongSupplier epoch, Function<String, ChannelHandler> handlers) {
    Acceptor acceptor = new Acceptor(name, epoch, handlers, options);
    if (!listening.compareAndSet(null, acceptor)) {
      throw new FabricException(
          FabricException.Reason.LOCKED, "this transport has a listener already: close it first");
    }
    return new MemoryListener(acceptor);
  }

  @Override
  public Channel dial(String node, LongSupplier epoch, ChannelHandler handler) {
    return Dialer.start(node, epoch, new Peer("", options, handler), this::connect);
  }

  private Wire connect() throws IOException {
    Acceptor acceptor = listening.get();
    if (acceptor == null) {
      throw new IOException("nobody listens");
    }
    MemoryWire.Pair pair = MemoryWire.pair();
    acceptor.accept(pair.right());
    return pair.left();
  }

  private final class MemoryListener implements Listener {
    private final Acceptor acceptor;

    MemoryListener(Acceptor acceptor) {
      this.acceptor = acceptor;
    }

    @Override
    public Channel channel(String node) {
      return acceptor.peer(node);
    }

    @Override
    public void close() {
      listening.compareAndSet(acceptor, null);
      acceptor.close();
    }
  }
}
