package dev.perigee.platform.events;

import dev.perigee.platform.control.Events.Counts;
import dev.perigee.platform.control.Events.Selection;
import dev.perigee.platform.control.Events.State;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.EventNote.Settled;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of each event: a projection of the journal. Settled events are kept without their
/// payloads, the newest of each state. Not thread-safe.
final class EventBook implements EventLog.Reader {
  static final int SETTLED_MAX = 50_000;
  private static final long SETTLED_BYTES_MAX = 1L << 30;
  private static final int ROOTS_MAX = 100_000;

  /// One event.
  static final class Page {
    final UUID id;
    final FunctionName function;
    final long queuedOffset;
    long takenUtcNs;

    /// While it is not settled.
    @Nullable QueuedEvent event;

    State state = State.QUEUED;
    int attempts;

    /// When the last attempt began, on the monotonic clock.
    long attemptedNs;

    /// While what became of the last attempt is written down.
    boolean isEnding;

    /// Of attempts since it was taken or redriven.
    int failures;

    /// Which of the events it is that its root led to; 0 for a root.
    int rank;

    int refusals;
    String condition = "";

    /// Why it did not succeed.
    String reason = "";

    long settledOffset = -1;

    /// Of its payload and its result, once it is settled.
    long storedBytes;

    Page(QueuedEvent event, long queuedOffset) {
      this.id = event.id();
      this.function = event.function();
      this.queuedOffset = queuedOffset;
      this.takenUtcNs = event.takenUtcNs();
      this.event = event;
    }
  }

  private final LinkedHashMap<UUID, Page> open = new LinkedHashMap<>();
  private final Map<State, LinkedHashMap<UUID, Page>> settled =
      Map.of(
          State.ACKED, new LinkedHashMap<>(),
          State.DEAD, new LinkedHashMap<>(),
          State.EXPIRED, new LinkedHashMap<>());

  /// How many events a root led to, of the newest roots.
  private final LinkedHashMap<UUID, Integer> descendants = new LinkedHashMap<>();

  private final EventLog log;
  private final int settledMax;
  private long enqueued;
  private long inFlight;
  private long acked;
  private long dead;
  private long expired;
  private long bytes;
  private long settledBytes;

  /// @param settledMax events of each end that are kept
  EventBook(EventLog log, int settledMax) {
    this.log = log;
    this.settledMax = settledMax;
  }

  @Override
  public void queued(QueuedEvent event, long offset) {
    if (find(event.id()) == null) {
      var _ = add(event, offset);
    }
  }

  Page add(QueuedEvent event, long offset) {
    Page page = new Page(event, offset);
    enter(page, event);
    return page;
  }

  private void enter(Page page, QueuedEvent event) {
    open.put(page.id, page);
    UUID root = event.lineage().root();
    if (!root.equals(event.id())) {
      page.rank = descendants.merge(root, 1, Integer::sum);
      if (descendants.size() > ROOTS_MAX) {
        descendants.pollFirstEntry();
      }
    }
    enqueued++;
    bytes += event.payload().length;
  }

  @Override
  public void gone(long taken, Map<State, Long> ended) {
    enqueued += taken;
    ended.forEach(this::count);
  }

  private void count(State end, long count) {
    switch (end) {
      case ACKED -> acked += count;
      case DEAD -> dead += count;
      case EXPIRED -> expired += count;
      case QUEUED, IN_FLIGHT -> throw new IllegalStateException("an end is no " + end);
    }
  }

  /// An end whose beginning is gone was let go in part: it counts, and that is all.
  @Override
  public void noted(EventNote note, long offset) {
    switch (note) {
      case EventNote.Attempted attempted -> {
        Page page = open.get(attempted.id());
        if (page != null) {
          page.attempts = attempted.attempt();
        }
      }
      case Settled end -> {
        Page page = open.get(end.id());
        if (page == null) {
          count(end.state(), 1);
        } else {
          settle(page, end, offset);
        }
      }
      case EventNote.Redriven redriven -> {
        Page page = find(redriven.id());
        if (page == null) {
          enqueued++;
        } else {
          var _ = redrive(page, redriven.takenUtcNs());
        }
      }
      case EventNote.Purged purged -> purge(purged.id());
    }
  }

  void settle(Page page, Settled end, long offset) {
    QueuedEvent event = page.event;
    if (event == null) {
      return;
    }
    open.remove(page.id);
    bytes -= event.payload().length;
    move(page, end.state());
    page.event = null;
    page.attempts = Math.max(page.attempts, end.attempts());
    page.condition = end.condition() == null ? "" : end.condition();
    page.reason = end.reason();
    page.settledOffset = offset;
    count(page.state, 1);
    int resultBytes = end.result() == null ? 0 : end.result().length;
    page.storedBytes = (long) event.payload().length + resultBytes;
    keep(page);
  }

  private void keep(Page page) {
    LinkedHashMap<UUID, Page> kept = settled.getOrDefault(page.state, new LinkedHashMap<>());
    kept.put(page.id, page);
    settledBytes += page.storedBytes;
    while (kept.size() > settledMax || settledBytes > SETTLED_BYTES_MAX && kept.size() > 1) {
      Map.Entry<UUID, Page> oldest = kept.pollFirstEntry();
      settledBytes -= oldest.getValue().storedBytes;
    }
  }

  private void forget(UUID id) {
    for (LinkedHashMap<UUID, Page> kept : settled.values()) {
      Page page = kept.remove(id);
      settledBytes -= page == null ? 0 : page.storedBytes;
    }
  }

  /// Between waiting and running.
  void move(Page page, State state) {
    inFlight += (state == State.IN_FLIGHT ? 1 : 0) - (page.state == State.IN_FLIGHT ? 1 : 0);
    page.state = state;
  }

  /// Returns whether it waits again; it does not if it is known no more.
  boolean redrive(Page page, long takenUtcNs) {
    Optional<QueuedEvent> taken = log.event(page.queuedOffset);
    taken.ifPresent(found -> redrive(page, found.again(takenUtcNs), takenUtcNs));
    return taken.isPresent();
  }

  private void redrive(Page page, QueuedEvent event, long takenUtcNs) {
    forget(page.id);
    page.event = event;
    page.isEnding = false;
    page.takenUtcNs = takenUtcNs;
    page.failures = 0;
    page.refusals = 0;
    page.condition = "";
    page.reason = "";
    page.settledOffset = -1;
    page.state = State.QUEUED;
    enter(page, event);
  }

  void purge(UUID id) {
    forget(id);
  }

  @Nullable Page find(UUID id) {
    Page page = open.get(id);
    Iterator<LinkedHashMap<UUID, Page>> kept = settled.values().iterator();
    while (page == null && kept.hasNext()) {
      page = kept.next().get(id);
    }
    return page;
  }

  /// Those that wait or run, in the order in which they were taken.
  List<Page> open() {
    return new ArrayList<>(open.values());
  }

  /// The newest first.
  List<Page> select(Selection selection, int countMax) {
    return newestFirst(selection.state()).stream()
        .filter(page -> page.state == selection.state())
        .filter(page -> page.function.tenant().equals(selection.tenant()))
        .filter(page -> selection.function().map(page.function.name()::equals).orElse(true))
        .limit(countMax)
        .toList();
  }

  private Collection<Page> newestFirst(State state) {
    return settled.getOrDefault(state, open).sequencedValues().reversed();
  }

  Counts counts() {
    return new Counts(enqueued, open.size() - inFlight, inFlight, acked, dead, expired);
  }

  int openCount() {
    return open.size();
  }

  long inFlightCount() {
    return inFlight;
  }

  /// Payloads of those that wait or run.
  long bytes() {
    return bytes;
  }
}
