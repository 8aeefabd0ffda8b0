package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.model.decision.Decision;
import dev.perigee.platform.control.Explanations;
import dev.perigee.world.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Decisions in the journal, found by their id. The newest lie in memory; of older ones only the
/// place in the journal. Thread-safe.
public final class DecisionLog implements Explanations {
  private static final int RECENT_COUNT_MAX = 1_000;

  private final Journal journal;
  private final Clock clock;
  private final Map<Long, Long> offsets = new HashMap<>();
  private final Map<Long, Decision> writing = new HashMap<>();
  private final ArrayDeque<Decision> recent = new ArrayDeque<>();
  private final LongAdder lost = new LongAdder();

  public DecisionLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
    journal.read(0, this::index);
  }

  /// Keeps a decision. It is not waited for: a decision is no promise to anyone.
  public void add(Decision decision) {
    synchronized (this) {
      writing.put(decision.decisionId(), decision);
      remember(decision);
    }
    try {
      var _ =
          journal
              .append(EntryCodec.encode(decision, clock.utcNs()))
              .whenComplete((offset, problem) -> written(decision, offset, problem));
    } catch (FabricException e) {
      written(decision, null, e);
    }
  }

  @Override
  public synchronized Optional<Decision> find(long decisionId) {
    Decision inMemory = writing.get(decisionId);
    if (inMemory != null) {
      return Optional.of(inMemory);
    }
    Long offset = offsets.get(decisionId);
    if (offset == null) {
      return Optional.empty();
    }
    List<Decision> found = new ArrayList<>();
    journal.read(offset, 1, record -> found.add(EntryCodec.decision(record)));
    return found.stream().findFirst();
  }

  @Override
  public synchronized List<Decision> latest(int countMax) {
    return recent.stream().limit(countMax).toList();
  }

  /// Hands over decisions from an offset of the journal on; returns the offset to go on from.
  public long read(long fromOffset, long recordsMax, Consumer<Decision> sink) {
    return journal.read(
        fromOffset,
        recordsMax,
        record -> {
          if (record.kind().equals(EntryCodec.DECIDED)) {
            sink.accept(EntryCodec.decision(record));
          }
        });
  }

  /// Decisions that the journal could not take.
  public long lostCount() {
    return lost.sum();
  }

  private void index(JournalRecord record) {
    if (record.kind().equals(EntryCodec.DECIDED)) {
      Decision decision = EntryCodec.decision(record);
      offsets.put(decision.decisionId(), record.offset());
      remember(decision);
    }
  }

  private void remember(Decision decision) {
    recent.addFirst(decision);
    if (recent.size() > RECENT_COUNT_MAX) {
      recent.removeLast();
    }
  }

  private synchronized void written(
      Decision decision, @Nullable Long offset, @Nullable Throwable problem) {
    writing.remove(decision.decisionId());
    if (offset != null && problem == null) {
      offsets.put(decision.decisionId(), offset);
    } else {
      lost.increment();
    }
  }
}
