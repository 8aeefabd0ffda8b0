package dev.perigee.platform.ledgers;

import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// The digest of all ledgers. Nothing is read before somebody asks: the first question reads
/// everything, each further one what is new. Old segments that retention takes away stay counted
/// until the process ends. Thread-safe.
final class LiveDigest {
  private final ReentrantLock lock = new ReentrantLock();
  private final LedgerDigest digest = new LedgerDigest();
  private final Ledgers.Tail tail;

  LiveDigest(Supplier<Map<String, Source>> sources) {
    this.tail = new LedgerTail(sources, digest);
  }

  <T> T ask(Function<LedgerDigest, T> question) {
    lock.lock();
    try {
      tail.catchUp();
      return question.apply(digest);
    } finally {
      lock.unlock();
    }
  }
}
