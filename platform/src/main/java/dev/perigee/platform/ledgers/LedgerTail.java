package dev.perigee.platform.ledgers;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.ledgers.NodeLedgers.Source;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// How far somebody has read all ledgers. Thread-safe.
final class LedgerTail implements Ledgers.Tail {
  private final Supplier<Map<String, Source>> sources;
  private final Map<String, Long> offsetsBytes = new HashMap<>();
  private final LedgerFollower follower;

  LedgerTail(Supplier<Map<String, Source>> sources, LedgerFollower.Listener listener) {
    this.sources = sources;
    this.follower = new LedgerFollower(listener);
  }

  @Override
  public synchronized void catchUp() {
    sources.get().forEach(this::catchUp);
  }

  private void catchUp(String writer, Source source) {
    long fromBytes = offsetsBytes.getOrDefault(writer, 0L);
    offsetsBytes.put(writer, NodeLedgers.scan(source, fromBytes, follower::accept));
  }
}
