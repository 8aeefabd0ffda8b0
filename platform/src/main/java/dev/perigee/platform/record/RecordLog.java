package dev.perigee.platform.record;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Records of one kind in the journal, found by an id. The newest lie in memory; of older ones only
/// the place in the journal. Nobody waits for the disk: they are no promise to anyone. Thread-safe.
final class RecordLog<T> {
  private static final int RECENT_COUNT_MAX = 1_000;

  private final Journal journal;
  private final String kind;
  private final ToLongFunction<T> idOf;
  private final Function<JournalRecord, T> decoder;
  private final Map<Long, Long> offsets = new HashMap<>();
  private final Map<Long, T> inMemory = new HashMap<>();
  private final Map<Long, T> writing = new HashMap<>();
  private final ArrayDeque<T> recent = new ArrayDeque<>();
  private final LongAdder lost = new LongAdder();

  RecordLog(
      Journal journal, String kind, ToLongFunction<T> idOf, Function<JournalRecord, T> decoder) {
    this.journal = journal;
    this.kind = kind;
    this.idOf = idOf;
    this.decoder = decoder;
  }

  /// Takes note of a record that the journal has already.
  void index(JournalRecord record) {
    if (record.kind().equals(kind)) {
      T value = decoder.apply(record);
      synchronized (this) {
        offsets.put(idOf.applyAsLong(value), record.offset());
        remember(value);
      }
    }
  }

  void add(T value, JournalRecord draft) {
    synchronized (this) {
      writing.put(idOf.applyAsLong(value), value);
      remember(value);
    }
    try {
      var _ =
          journal.append(draft).whenComplete((offset, problem) -> written(value, offset, problem));
    } catch (FabricException e) {
      written(value, null, e);
    }
  }

  synchronized Optional<T> find(long id) {
    Optional<T> here =
        Optional.ofNullable(writing.get(id)).or(() -> Optional.ofNullable(inMemory.get(id)));
    if (here.isPresent()) {
      return here;
    }
    Long offset = offsets.get(id);
    if (offset == null) {
      return Optional.empty();
    }
    List<T> found = new ArrayList<>();
    journal.read(offset, 1, record -> found.add(decoder.apply(record)));
    return found.stream().findFirst();
  }

  /// The journal has it no more.
  synchronized void forget(JournalRecord record) {
    offsets.remove(idOf.applyAsLong(decoder.apply(record)));
  }

  synchronized List<T> latest(int countMax) {
    return recent.stream().limit(countMax).toList();
  }

  long lostCount() {
    return lost.sum();
  }

  private void remember(T value) {
    recent.addFirst(value);
    inMemory.put(idOf.applyAsLong(value), value);
    if (recent.size() > RECENT_COUNT_MAX) {
      inMemory.remove(idOf.applyAsLong(recent.removeLast()));
    }
  }

  private synchronized void written(T value, @Nullable Long offset, @Nullable Throwable problem) {
    writing.remove(idOf.applyAsLong(value));
    if (offset != null && problem == null) {
      offsets.put(idOf.applyAsLong(value), offset);
    } else {
      lost.increment();
    }
  }
}
