package dev.perigee.platform.events;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationResult;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

/// Takes invocations that nobody waits for and runs them. Thread-safe.
public final class EventQueue implements Events {
  private static final int DOUBLINGS_MAX = 5;

  private enum End {
    ACKED,
    DEAD,
    EXPIRED
  }

  /// One event and what came of it so far.
  private static final class Work {
    private final QueuedEvent event;
    private int failureCount;
    private int refusalCount;

    Work(QueuedEvent event) {
      this.event = event;
    }
  }

  private final EventSetting setting;
  private final EventLog log;
  private final Clock clock;
  private final Invoker invoker;
  private final BiFunction<FunctionName, String, Optional<FunctionId>> versions;
  private final BiFunction<FunctionName, String, Retries> retries;
  private final Executor threads;
  private final ScheduledExecutorService timers;

  /// All below is guarded by `this`.
  private final ArrayDeque<Work> ready = new ArrayDeque<>();

  private long enqueued;
  private long waiting;
  private long running;
  private long acked;
  private long dead;
  private long expired;
  private long bytes;
  private boolean closed;

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
  }

  /// Takes up what was taken before this process began.
  public void resume() {
    for (QueuedEvent event : log.open()) {
      synchronized (this) {
        enqueued++;
        waiting++;
        bytes += event.payload().length;
      }
      enter(new Work(event));
    }
  }

  /// Takes an event. It is durable when this returns.
  ///
  /// @throws ControlException THROTTLED if the queue is full, UNAVAILABLE if it can't be written
  public void accept(UUID id, Addressee addressee, byte[] payload) {
    reserve(payload.length);
    QueuedEvent event = QueuedEvent.of(id, addressee, payload, clock.utcNs());
    try {
      log.queued(event);
    } catch (ControlException e) {
      giveBack(payload.length);
      throw e;
    }
    enter(new Work(event));
  }

  @Override
  public synchronized Counts counts() {
    return new Counts(enqueued, waiting, running, acked, dead, expired);
  }

  /// Starts nothing more. What is not settled goes on at the next start.
  public synchronized void close() {
    closed = true;
  }

  private synchronized void reserve(int payloadBytes) {
    long open = waiting + running;
    if (open >= setting.countMax() || bytes + payloadBytes > setting.bytesMax()) {
      throw new ControlException(
          Kind.THROTTLED,
          List.of(
              "%d events with %d bytes wait already: send this one again later"
                  .formatted(open, bytes)));
    }
    enqueued++;
    waiting++;
    bytes += payloadBytes;
  }

  private synchronized void giveBack(int payloadBytes) {
    enqueued--;
    waiting--;
    bytes -= payloadBytes;
  }

  private void enter(Work work) {
    synchronized (this) {
      ready.addLast(work);
    }
    startReady();
  }

  private synchronized void startReady() {
    while (!closed && running < setting.runningMax() && !ready.isEmpty()) {
      Work work = ready.removeFirst();
      waiting--;
      running++;
      threads.execute(() -> run(work));
    }
  }

  private void run(Work work) {
    try {
      ended(work, attempt(work.event));
    } catch (ControlException e) {
      ended(work, refusal(e));
    }
    startReady();
  }

  private InvocationResult attempt(QueuedEvent event) {
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

  private void ended(Work work, InvocationResult result) {
    Retries allowed = retries.apply(work.event.function(), work.event.qualifier());
    switch (result) {
      case InvocationResult.Answered answered -> {
        if (answered.entry().outcome() == Outcome.OK) {
          settle(work, End.ACKED, "");
        } else if (++work.failureCount > allowed.retryCountMax()) {
          settle(work, End.DEAD, "it failed " + work.failureCount + " times");
        } else {
          again(work, allowed, work.failureCount);
        }
      }
      case InvocationResult.Refused refused -> {
        if (refused.refusal() == Refusal.GONE) {
          settle(work, End.DEAD, refused.reason());
        } else {
          again(work, allowed, ++work.refusalCount);
        }
      }
    }
  }

  /// Later, unless it would be too old then. Pauses are drawn, so that many that failed together
  /// don't come back together.
  private void again(Work work, Retries allowed, int count) {
    long pauseMs = setting.backoffMs() << Math.min(count - 1, DOUBLINGS_MAX);
    long drawnMs = ThreadLocalRandom.current().nextLong(pauseMs / 2, pauseMs + pauseMs / 2 + 1);
    long ageMs = (clock.utcNs() - work.event.takenUtcNs()) / 1_000_000;
    if (ageMs + drawnMs > allowed.ageMaxS() * 1_000) {
      settle(work, End.EXPIRED, "it is older than " + allowed.ageMaxS() + " s");
      return;
    }
    synchronized (this) {
      running--;
      waiting++;
      if (closed) {
        return;
      }
    }
    var _ = timers.schedule(() -> enter(work), drawnMs, TimeUnit.MILLISECONDS);
  }

  private void settle(Work work, End end, String reason) {
    QueuedEvent event = work.event;
    log.settled(
        event.function().tenant(), new EventLog.Settled(event.id(), end == End.ACKED, reason));
    synchronized (this) {
      running--;
      bytes -= event.payload().length;
      switch (end) {
        case ACKED -> acked++;
        case DEAD -> dead++;
        case EXPIRED -> expired++;
      }
    }
  }
}
