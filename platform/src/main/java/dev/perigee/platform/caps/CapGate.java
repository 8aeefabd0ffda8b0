package dev.perigee.platform.caps;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.CallEstimate;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapMeter;
import dev.perigee.engine.cap.CapMeter.Admission;
import dev.perigee.engine.cap.CapState;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.caps.OpenCalls.Open;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Subject;
import dev.perigee.world.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The meter of one capped subject, with callers that wait their turn while it is throttled.
/// Thread-safe.
final class CapGate {
  /// As many as wait for a function that is busy.
  private static final int WAITING_MAX = FunctionSpec.QUEUE_MAX_DEFAULT;

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(10);

  private final Subject subject;
  private final Clock clock;
  private final Consumer<CapView> worsened;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final Map<FunctionId, CallEstimate> estimates = new HashMap<>();
  private final long startedUtcNs;
  private final OpenCalls open = new OpenCalls();
  private long sinceUtcNs;
  private boolean follows;
  private Cap cap;
  private CapMeter meter;
  private CapState state = CapState.OK;
  private int waiting;

  /// @param sinceUtcNs what began earlier does not count
  /// @param worsened hears of a state that is worse than the one before
  CapGate(Subject subject, Cap cap, long sinceUtcNs, Clock clock, Consumer<CapView> worsened) {
    this.subject = subject;
    this.cap = cap;
    this.sinceUtcNs = sinceUtcNs;
    this.startedUtcNs = clock.utcNs();
    this.clock = clock;
    this.worsened = worsened;
    this.meter = new CapMeter(cap);
  }

  Subject subject() {
    return subject;
  }

  /// From now on what the ledger says of calls counts: what they took is final when it has settled
  /// them, and those that were not admitted here count too.
  void follow(long fromUtcNs) {
    lock.lock();
    try {
      sinceUtcNs = follows ? sinceUtcNs : fromUtcNs;
      follows = true;
    } finally {
      lock.unlock();
    }
  }

  /// Admits a call, at once or after it has waited its turn.
  Admission enter(UUID id, FunctionSpec function) {
    lock.lock();
    try {
      CallEstimate estimate = estimate(function);
      Admission admission = meter.admit(clock.utcNs(), estimate);
      if (admission instanceof Admission.Wait && waiting < WAITING_MAX) {
        admission = awaitTurn(estimate);
      }
      if (follows && admission instanceof Admission.Admitted) {
        begin(id);
      }
      return noted(admission, estimate);
    } finally {
      lock.unlock();
    }
  }

  /// Attempts of one event share an id: what is held for the one before is given back.
  private void begin(UUID id) {
    if (open.remove(id) instanceof Open.Answered(_, long[] held)) {
      long utcNs = clock.utcNs();
      meter.finish(utcNs, utcNs, held, new long[held.length]);
    }
    open.begin(id);
  }

  private Admission awaitTurn(CallEstimate estimate) {
    long leftNs = WAIT_NS;
    waiting++;
    try {
      Admission admission = meter.admit(clock.utcNs(), estimate);
      while (admission instanceof Admission.Wait && leftNs > 0) {
        leftNs = turn.awaitNanos(leftNs);
        admission = meter.admit(clock.utcNs(), estimate);
      }
      return admission;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Admission.Wait(Amount.INVOCATIONS);
    } finally {
      waiting--;
    }
  }

  private CallEstimate estimate(FunctionSpec function) {
    return estimates.computeIfAbsent(function.id(), _ -> new CallEstimate(function));
  }

  private Admission noted(Admission admission, CallEstimate estimate) {
    long utcNs = clock.utcNs();
    CapState now = meter.state(utcNs, estimate);
    if (now.compareTo(state) > 0) {
      worsened.accept(new CapView(subject, cap, meter.used(utcNs), meter.reserved(), now));
    }
    state = now;
    return admission;
  }

  /// A call has ended.
  void settle(UUID id, FunctionSpec function, long[] reserved, LedgerEntry entry) {
    long[] taken = Amount.taken(entry);
    lock.lock();
    try {
      CallEstimate estimate = estimate(function);
      estimate.learnAnswered(taken);
      switch (entry.settled() ? open.remove(id) : open.find(id)) {
        case Open.Running _ when !entry.settled() -> answer(id, reserved, taken);
        case Open.Settled(long[] whole) -> settle(id, estimate, reserved, whole);
        case Open.Running _, Open.Answered _, Open.Unknown _ ->
            settle(id, estimate, reserved, taken);
      }
      var _ = noted(new Admission.Admitted(reserved), estimate);
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void answer(UUID id, long[] reserved, long[] taken) {
    long utcNs = clock.utcNs();
    open.answer(id, utcNs, meter.settleLater(utcNs, reserved, taken));
  }

  private void settle(UUID id, CallEstimate estimate, long[] reserved, long[] whole) {
    var _ = open.remove(id);
    meter.settle(clock.utcNs(), reserved, whole);
    estimate.learnSettled(whole);
  }

  /// A call did not begin.
  void release(UUID id, long[] reserved) {
    lock.lock();
    try {
      var _ = open.remove(id);
      meter.release(reserved);
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The ledger has an entry.
  void written(LedgerEntry entry) {
    lock.lock();
    try {
      if (counts(entry) && open.find(entry.invocationId()) instanceof Open.Unknown) {
        meter.restore(clock.utcNs(), entry.startedUtcNs(), Amount.taken(entry));
      }
    } finally {
      lock.unlock();
    }
  }

  /// The ledger has the final amounts of an entry.
  void settled(LedgerEntry provisional, LedgerEntry settled) {
    long[] whole = Amount.taken(settled);
    long[] more = whole.clone();
    long[] known = Amount.taken(provisional);
    for (int i = 0; i < more.length; i++) {
      more[i] -= known[i];
    }
    lock.lock();
    try {
      settled(settled, whole, more);
    } finally {
      lock.unlock();
    }
  }

  private void settled(LedgerEntry entry, long[] whole, long[] more) {
    UUID id = entry.invocationId();
    switch (open.find(id)) {
      case Open.Running _ -> open.settle(id, whole);
      case Open.Answered(_, long[] held) -> {
        var _ = open.remove(id);
        meter.finish(clock.utcNs(), entry.startedUtcNs(), held, more);
        @Nullable CallEstimate estimate = estimates.get(id(entry));
        if (estimate != null) {
          estimate.learnSettled(whole);
        }
        turn.signalAll();
      }
      case Open.Settled _, Open.Unknown _ -> {
        if (counts(entry)) {
          meter.restore(clock.utcNs(), entry.startedUtcNs(), more);
        }
      }
    }
  }

  private static FunctionId id(LedgerEntry entry) {
    return new FunctionId(entry.tenant(), entry.function(), entry.versionText());
  }

  private boolean counts(LedgerEntry entry) {
    return entry.outcome() != Outcome.THROTTLED
        && entry.startedUtcNs() >= sinceUtcNs
        && (follows || entry.startedUtcNs() < startedUtcNs);
  }

  /// Gives back what is reserved for calls whose settlement does not come, as when their node is
  /// gone.
  void expire() {
    lock.lock();
    try {
      long utcNs = clock.utcNs();
      for (long[] held : open.expire(utcNs)) {
        meter.finish(utcNs, utcNs, held, new long[held.length]);
      }
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A new cap; what was used and what runs goes on counting.
  void change(Cap newCap) {
    lock.lock();
    try {
      meter = meter.withCap(clock.utcNs(), newCap);
      cap = newCap;
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  CapView view() {
    lock.lock();
    try {
      long utcNs = clock.utcNs();
      return new CapView(
          subject, cap, meter.used(utcNs), meter.reserved(), meter.state(utcNs, next()));
    } finally {
      lock.unlock();
    }
  }

  /// The smallest call that could come: while there is room for that, the subject is not suspended.
  private CallEstimate next() {
    return CallEstimate.least(estimates.values());
  }
}
