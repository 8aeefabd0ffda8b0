package dev.perigee.platform.ledgers;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// The digest of all ledgers and how far each has been read. Nothing is read before somebody asks:
/// the first question reads everything, each further one what is new. Old segments that retention
/// takes away stay counted until the process ends. Thread-safe.
final class LedgerTails {
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, Long> offsetsBytes = new HashMap<>();
  private final LedgerDigest digest = new LedgerDigest();
  private final LedgerFollower follower = new LedgerFollower(digest);

  <T> T ask(Map<String, Source> sources, Function<LedgerDigest, T> question) {
    lock.lock();
    try {
      sources.forEach(this::catchUp);
      return question.apply(digest);
    } finally {
      lock.unlock();
    }
  }

  private void catchUp(String writer, Source source) {
    long fromBytes = offsetsBytes.getOrDefault(writer, 0L);
    offsetsBytes.put(writer, NodeLedgers.scan(source, fromBytes, follower::accept));
  }
}
