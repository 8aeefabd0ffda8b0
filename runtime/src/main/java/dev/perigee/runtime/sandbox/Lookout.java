package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// Waits for answers that come soon. To fall asleep and to be woken up are changes of threads which
/// take longer than a handler that does little; so who expects an answer soon looks again and again
/// before falling asleep, as long as half of the cores are left to those who work.
public final class Lookout {
  /// A handler that takes less is one that does little.
  static final long SOON_NS = 100_000;

  private static final int LOOKERS_MAX = Runtime.getRuntime().availableProcessors() / 2;
  private static final AtomicInteger EXPECTING = new AtomicInteger();

  private Lookout() {}

  /// Reads what there is as soon as there is something; -1 at the end.
  static int read(SocketChannel channel, ByteBuffer buffer) throws IOException {
    return read(channel, buffer, SOON_NS);
  }

  /// The same with another meaning of soon.
  public static int read(SocketChannel channel, ByteBuffer buffer, long soonNs) throws IOException {
    EXPECTING.incrementAndGet();
    try {
      int count = look(channel, buffer, soonNs);
      return count == 0 ? channel.read(buffer) : count;
    } finally {
      EXPECTING.decrementAndGet();
    }
  }

  private static int look(SocketChannel channel, ByteBuffer buffer, long soonNs)
      throws IOException {
    if (EXPECTING.get() > LOOKERS_MAX) {
      return 0;
    }
    channel.configureBlocking(false);
    try {
      long untilNs = System.nanoTime() + soonNs;
      int count = channel.read(buffer);
      while (count == 0 && EXPECTING.get() <= LOOKERS_MAX && System.nanoTime() - untilNs < 0) {
        count = channel.read(buffer);
      }
      return count;
    } finally {
      channel.configureBlocking(true);
    }
  }
}
