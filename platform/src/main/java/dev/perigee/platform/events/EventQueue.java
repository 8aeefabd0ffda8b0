package dev.perigee.platform.events;

import dev.perigee.fabric.resource.Origin;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.events.Delivery.Patience;
import dev.perigee.platform.events.EventBook.Page;
import dev.perigee.platform.events.EventNote.Settled;
import dev.perigee.platform.record.Keeper;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.InvocationResult.Answered;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/// Takes invocations that nobody waits for and runs them. An event is settled when the record of
/// its end is on the disk; then it never runs again. Thread-safe.
public final class EventQueue implements Events {
  /// Results that lead to events that lead to results: a circle ends here.
  static final int HOPS_MAX = 16;

  /// Longer than any function may take: an attempt without an end by then is given up, and what it
  /// says later is not heard.
  private static final long LEASE_NS = TimeUnit.SECONDS.toNanos(1_020);

  private final EventSetting setting;
  private final EventLog log;
  private final Clock clock;
  private final Invoker invoker;
  private final BiFunction<FunctionName, String, Optional<FunctionId>> versions;
  private final BiFunction<FunctionName, String, Retries> retries;
  private final Executor threads;
  private final ScheduledExecutorService timers;
  private final RetryLines lines;

  /// All below is guarded by `this`.
  private final EventBook book;

  private final ArrayDeque<Page> ready = new ArrayDeque<>();

  /// Events that are being written.
  private final Set<UUID> reserved = new HashSet<>();

  private long reservedBytes;
  private boolean closed;

  /// Reads what the journal has of events; what is open runs after `resume`.
  ///
  /// @param surroundings what events run with
  public EventQueue(EventSetting setting, Surroundings surroundings) {
    this.setting = setting;
    this.log = new EventLog(surroundings.journal(), surroundings.clock());
    this.clock = surroundings.clock();
    this.invoker = surroundings.invoker();
    this.versions = surroundings.versions();
    this.retries = surroundings.retries();
    this.threads = surroundings.threads();
    this.timers = surroundings.timers();
    this.book = new EventBook(log, setting.settledMax());
    this.lines = new RetryLines(setting.retriesPerS(), clock, timers, this::begin);
    log.read(book);
  }

  /// Takes up what was taken before this process began and not settled. An attempt that was cut off
  /// runs again.
  public void resume() {
    synchronized (this) {
      ready.addAll(book.open());
    }
    startReady();
    var _ = timers.scheduleAtFixedRate(this::endLeases, 60, 60, TimeUnit.SECONDS);
  }

  private void endLeases() {
    List<Page> late;
    synchronized (this) {
      long nowNs = clock.monoNs();
      late =
          book.open().stream()
              .filter(page -> page.state == State.IN_FLIGHT && nowNs - page.attemptedNs > LEASE_NS)
              .toList();
    }
    for (Page page : late) {
      QueuedEvent event = page.event;
      if (event != null) {
        ended(
            page,
            event,
            page.attempts,
            new InvocationResult.Refused(Refusal.UNREACHABLE, "its lease has ended"));
      }
    }
  }

  /// Knows which records of events are needed.
  public Keeper keeper() {
    return new EventKeeper(this::isKnown, this::isOpen);
  }

  private synchronized boolean isKnown(UUID id) {
    return reserved.contains(id) || book.find(id) != null;
  }

  private synchronized boolean isOpen(UUID id) {
    Page page = book.find(id);
    return page != null && !page.state.isSettled();
  }

  /// Takes an event. It is durable when this returns.
  ///
  /// @throws ControlException THROTTLED if the queue is full, UNAVAILABLE if it can't be written
  public void accept(UUID id, Addressee addressee, byte[] payload) {
    accept(List.of(Delivery.first(id, addressee, payload)));
  }

  /// Takes events; all are durable when this returns. Those that were taken before are left out.
  /// After a fault some may have been taken: who sends all of them again loses and doubles nothing.
  ///
  /// @throws ControlException THROTTLED if the queue has no room for all, UNAVAILABLE if they can't
  ///   be written
  public void accept(List<Delivery> deliveries) {
    long takenUtcNs = clock.utcNs();
    List<QueuedEvent> events =
        reserve(deliveries).stream().map(each -> QueuedEvent.of(each, takenUtcNs)).toList();
    try {
      write(events);
    } finally {
      giveBack(events);
    }
    startReady();
  }

  /// Also of a batch that fails, what is on the disk runs.
  private void write(List<QueuedEvent> events) {
    Optional<ControlException> problem = Optional.empty();
    List<CompletableFuture<Long>> writing = events.stream().map(log::queued).toList();
    for (int i = 0; i < events.size(); i++) {
      try {
        enter(events.get(i), join(writing.get(i)));
      } catch (ControlException e) {
        problem = Optional.of(e);
      }
    }
    if (problem.isPresent()) {
      startReady();
      throw problem.get();
    }
  }

  private synchronized void enter(QueuedEvent event, long offset) {
    ready.addLast(book.add(event, offset));
  }

  /// Returns those that are new.
  private synchronized List<Delivery> reserve(List<Delivery> deliveries) {
    Map<UUID, Delivery> fresh = new LinkedHashMap<>();
    long newBytes = 0;
    for (Delivery each : deliveries) {
      if (reserved.contains(each.id())) {
        throw new ControlException(
            Kind.THROTTLED, List.of("event " + each.id() + " is being written: send it again"));
      }
      if (book.find(each.id()) == null && fresh.put(each.id(), each) == null) {
        newBytes += each.payload().length;
      }
    }
    requireRoom(fresh.size(), newBytes);
    reserved.addAll(fresh.keySet());
    reservedBytes += newBytes;
    return List.copyOf(fresh.values());
  }

  private void requireRoom(int newCount, long newBytes) {
    int count = book.openCount() + reserved.size();
    long bytes = book.bytes() + reservedBytes;
    if (count + newCount > setting.countMax() || bytes + newBytes > setting.bytesMax()) {
      throw new ControlException(
          Kind.THROTTLED,
          List.of(
              "%d events with %d bytes wait already: send this again later"
                  .formatted(count, bytes)));
    }
  }

  private synchronized void giveBack(List<QueuedEvent> events) {
    for (QueuedEvent event : events) {
      reserved.remove(event.id());
      reservedBytes -= event.payload().length;
    }
  }

  /// Starts nothing more. What is not settled goes on at the next start.
  public synchronized void close() {
    closed = true;
  }

  private synchronized void startReady() {
    while (!closed && book.inFlightCount() < setting.runningMax() && !ready.isEmpty()) {
      Page page = ready.removeFirst();
      QueuedEvent event = page.event;
      if (event != null) {
        book.move(page, State.IN_FLIGHT);
        int attempt = ++page.attempts;
        page.attemptedNs = clock.monoNs();
        if (attempt == 1) {
          lines.first(page.function);
        }
        var _ = log.note(page.function.tenant(), new EventNote.Attempted(page.id, attempt));
        threads.execute(() -> run(page, event, attempt));
      }
    }
  }

  private void run(Page page, QueuedEvent event, int attempt) {
    try {
      ended(page, event, attempt, attempt(event, page.rank));
    } catch (ControlException e) {
      ended(page, event, attempt, refusal(e));
    }
  }

  private InvocationResult attempt(QueuedEvent event, int rank) {
    if (event.hops() > HOPS_MAX) {
      throw new ControlException(
          Kind.NOT_FOUND, List.of("results led to more results " + HOPS_MAX + " times: a circle"));
    }
    if (rank > setting.fanOutMax()) {
      throw new ControlException(
          Kind.NOT_FOUND,
          List.of(
              "%s led to more than %d events: a circle, or more than it may start"
                  .formatted(event.lineage().root(), setting.fanOutMax())));
    }
    FunctionId function =
        versions
            .apply(event.function(), event.qualifier())
            .orElseThrow(() ->
                new ControlException(
                    Kind.NOT_FOUND, List.of("there is no " + event.function() + " any more")));
    return invoker.invoke(event.id(), function, event.payload(), event.context());
  }

  private static InvocationResult refusal(ControlException e) {
    Refusal refusal = e.kind() == Kind.NOT_FOUND ? Refusal.GONE : Refusal.UNREACHABLE;
    return new InvocationResult.Refused(refusal, String.valueOf(e.getMessage()));
  }

  /// @param attempt the one that ended; only the newest counts
  private void ended(Page page, QueuedEvent event, int attempt, InvocationResult result) {
    synchronized (this) {
      if (page.attempts != attempt || page.state != State.IN_FLIGHT || page.isEnding) {
        return;
      }
      page.isEnding = true;
    }
    Retries allowed = allowed(event);
    switch (result) {
      case Answered answered -> {
        Optional<Answered> last = Optional.of(answered);
        if (answered.entry().outcome() == Outcome.OK) {
          settle(page, event, Ending.success(answered));
        } else if (++page.failures > allowed.retryCountMax()) {
          String reason = "it failed " + page.failures + " times";
          settle(page, event, Ending.exhausted(reason, last));
        } else {
          again(page, event, allowed, setting.afterFailureMs(page.failures), last);
        }
      }
      case InvocationResult.Refused refused -> {
        if (refused.refusal() == Refusal.GONE) {
          settle(page, event, Ending.exhausted(refused.reason(), Optional.empty()));
        } else {
          page.refusals++;
          long pauseMs = setting.afterRefusalMs(page.refusals);
          again(page, event, allowed, pauseMs, Optional.empty());
        }
      }
    }
  }

  private Retries allowed(QueuedEvent event) {
    return event.retries(retries.apply(event.function(), event.qualifier()));
  }

  /// Later, unless it would be too old then. Pauses are drawn, so that many that failed together
  /// don't come back together.
  private void again(
      Page page, QueuedEvent event, Retries allowed, long pauseMs, Optional<Answered> last) {
    long drawnMs = ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + pauseMs / 2 + 1);
    long ageMs = (clock.utcNs() - event.takenUtcNs()) / 1_000_000;
    if (ageMs + drawnMs > allowed.ageMaxS() * 1_000) {
      settle(page, event, Ending.tooOld(allowed, last));
      return;
    }
    synchronized (this) {
      book.move(page, State.QUEUED);
      page.isEnding = false;
    }
    var _ = timers.schedule(() -> lines.enter(page), drawnMs, TimeUnit.MILLISECONDS);
    startReady();
  }

  /// A retry for which there is room, unless it has become too old while it waited.
  private void begin(Page page) {
    QueuedEvent event = page.event;
    if (event == null) {
      return;
    }
    Retries allowed = allowed(event);
    if (clock.utcNs() - event.takenUtcNs() > TimeUnit.SECONDS.toNanos(allowed.ageMaxS())) {
      settle(page, event, Ending.tooOld(allowed, Optional.empty()));
      return;
    }
    synchronized (this) {
      ready.addLast(page);
    }
    startReady();
  }

  private void settle(Page page, QueuedEvent event, Ending ending) {
    byte[] result =
        Envelope.of(event, ending.condition(), page.attempts, ending.last(), clock.utcNs());
    Settled note = ending.note(event, page.attempts, result);
    var _ =
        log.note(event.function().tenant(), note)
            .whenComplete((offset, problem) -> {
              settled(page, note, problem == null ? offset : -1L);
              threads.execute(() ->
                  ending
                      .destination(allowed(event))
                      .ifPresent(to ->
                          tell(event, to, Envelope.fitting(event, note, result, clock.utcNs()))));
            });
  }

  /// If the end could not be written, the event runs once more after a restart: at least once is
  /// what was promised.
  private void settled(Page page, Settled note, long offset) {
    synchronized (this) {
      book.settle(page, note, offset);
      notifyAll();
    }
    startReady();
  }

  private void tell(QueuedEvent event, Addressee to, byte[] result) {
    try {
      Lineage lineage = event.lineage().next();
      accept(List.of(new Delivery(UUID.randomUUID(), to, result, lineage, Patience.OF_FUNCTION)));
    } catch (ControlException full) {
      var _ = timers.schedule(() -> tell(event, to, result), 1, TimeUnit.SECONDS);
    }
  }

  /// What led to an invocation, itself included. One that somebody waits for is a root.
  public synchronized Origin origin(UUID id) {
    Page page = book.find(id);
    QueuedEvent event = page == null ? null : page.event;
    return event == null
        ? new Origin(id.toString(), 0)
        : new Origin(event.lineage().root().toString(), event.hops());
  }

  @Override
  public synchronized Counts counts() {
    return book.counts();
  }

  @Override
  public List<RetryView> retries(String tenant) {
    return lines.views(tenant);
  }

  @Override
  public Postponed postponed() {
    return lines.postponed();
  }

  @Override
  public synchronized long oldestAgeNs() {
    long nowUtcNs = clock.utcNs();
    return book.open().stream()
        .mapToLong(page -> Math.max(0, nowUtcNs - page.takenUtcNs))
        .max()
        .orElse(0);
  }

  @Override
  public Optional<EventView> find(UUID id, Duration patience) {
    long untilNs = System.nanoTime() + patience.toNanos();
    Page page;
    synchronized (this) {
      page = book.find(id);
      while (page != null && !page.state.isSettled() && System.nanoTime() < untilNs) {
        try {
          wait(Math.max(1, (untilNs - System.nanoTime()) / 1_000_000));
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          break;
        }
        page = book.find(id);
      }
    }
    return Optional.ofNullable(page).map(this::withResult);
  }

  private EventView withResult(Page page) {
    long offset = page.settledOffset;
    return offset < 0
        ? view(page)
        : view(page).with(log.settled(offset).flatMap(end -> Optional.ofNullable(end.result())));
  }

  private synchronized EventView view(Page page) {
    return new EventView(
        page.id,
        page.function,
        page.state,
        page.attempts,
        page.condition,
        Optional.empty(),
        page.takenUtcNs);
  }

  @Override
  public synchronized List<EventView> list(Selection selection, int countMax) {
    return book.select(selection, countMax).stream().map(this::view).toList();
  }

  @Override
  public int redrive(Selection selection) {
    List<Page> pages;
    synchronized (this) {
      pages = book.select(selection, Integer.MAX_VALUE);
    }
    for (Page page : pages) {
      synchronized (this) {
        requireRoom(1, 0);
      }
      redrive(page);
    }
    return pages.size();
  }

  private void redrive(Page page) {
    long utcNs = clock.utcNs();
    var _ = join(log.note(page.function.tenant(), new EventNote.Redriven(page.id, utcNs)));
    synchronized (this) {
      if (page.state.isSettled() && book.redrive(page, utcNs)) {
        ready.addLast(page);
      }
    }
    startReady();
  }

  @Override
  public int purge(Selection selection) {
    List<Page> pages;
    synchronized (this) {
      pages = book.select(selection, Integer.MAX_VALUE);
    }
    for (Page page : pages) {
      var _ = join(log.note(page.function.tenant(), new EventNote.Purged(page.id)));
      synchronized (this) {
        book.purge(page.id);
      }
    }
    return pages.size();
  }

  private static long join(CompletableFuture<Long> durable) {
    try {
      return durable.join();
    } catch (CompletionException e) {
      throw new ControlException(Kind.UNAVAILABLE, List.of(String.valueOf(e.getMessage())));
    }
  }
}
