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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What became of each event: a projection of the journal. Settled events are kept without their
/// payloads, the newest of each state. Not thread-safe.
final class EventBook implements EventLog.Reader {
  private static final int SETTLED_MAX = 100_000;
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
  private long enqueued;
  private long inFlight;
  private long acked;
  private long dead;
  private long expired;
  private long bytes;

  EventBook(EventLog log) {
    this.log = log;
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
        if (page != null) {
          settle(page, end, offset);
        }
      }
      case EventNote.Redriven redriven -> {
        Page page = find(redriven.id());
        if (page != null) {
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
    switch (page.state) {
      case ACKED -> acked++;
      case DEAD -> dead++;
      case EXPIRED -> expired++;
      case QUEUED, IN_FLIGHT -> throw new IllegalStateException("an end is no " + page.state);
    }
    keep(page);
  }

  private void keep(Page page) {
    LinkedHashMap<UUID, Page> kept = settled.getOrDefault(page.state, new LinkedHashMap<>());
    kept.put(page.id, page);
    if (kept.size() > SETTLED_MAX) {
      kept.pollFirstEntry();
    }
  }

  /// Between waiting and running.
  void move(Page page, State state) {
    inFlight += (state == State.IN_FLIGHT ? 1 : 0) - (page.state == State.IN_FLIGHT ? 1 : 0);
    page.state = state;
  }

  QueuedEvent redrive(Page page, long takenUtcNs) {
    QueuedEvent event = log.event(page.queuedOffset).again(takenUtcNs);
    settled.values().forEach(kept -> kept.remove(page.id));
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
    return event;
  }

  void purge(UUID id) {
    settled.values().forEach(kept -> kept.remove(id));
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
