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
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Subject;
import dev.perigee.world.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// The meter of one capped subject, with callers that wait their turn while it is throttled.
/// Thread-safe.
final class CapGate {
  /// As many as wait for a function that is busy.
  private static final int WAITING_MAX = FunctionSpec.QUEUE_MAX_DEFAULT;

  private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(10);

  private final Subject subject;
  private final Clock clock;
  private final Consumer<CapState> worsened;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition turn = lock.newCondition();
  private final Map<FunctionId, CallEstimate> estimates = new HashMap<>();
  private final long sinceUtcNs;
  private Cap cap;
  private CapMeter meter;
  private CapState state = CapState.OK;
  private int waiting;

  /// @param sinceUtcNs what began earlier does not count
  /// @param worsened hears of a state that is worse than the one before
  CapGate(Subject subject, Cap cap, long sinceUtcNs, Clock clock, Consumer<CapState> worsened) {
    this.subject = subject;
    this.cap = cap;
    this.sinceUtcNs = sinceUtcNs;
    this.clock = clock;
    this.worsened = worsened;
    this.meter = new CapMeter(cap);
  }

  Subject subject() {
    return subject;
  }

  /// Since when its use counts, now.
  long countsSinceUtcNs() {
    return Math.max(sinceUtcNs, clock.utcNs() - cap().windowNs());
  }

  Cap cap() {
    lock.lock();
    try {
      return cap;
    } finally {
      lock.unlock();
    }
  }

  /// Admits a call, at once or after it has waited its turn.
  Admission enter(FunctionSpec function) {
    lock.lock();
    try {
      CallEstimate estimate = estimate(function);
      Admission admission = meter.admit(clock.utcNs(), estimate);
      if (!(admission instanceof Admission.Wait) || waiting >= WAITING_MAX) {
        return noted(admission, estimate);
      }
      return noted(awaitTurn(estimate), estimate);
    } finally {
      lock.unlock();
    }
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
    CapState now = meter.state(clock.utcNs(), estimate);
    if (now.compareTo(state) > 0) {
      worsened.accept(now);
    }
    state = now;
    return admission;
  }

  /// A call has ended.
  void settle(FunctionSpec function, long[] reserved, LedgerEntry entry) {
    long[] taken = Amount.taken(entry);
    lock.lock();
    try {
      CallEstimate estimate = estimate(function);
      meter.settle(clock.utcNs(), reserved, taken);
      estimate.learn(taken);
      var _ = noted(new Admission.Admitted(reserved), estimate);
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// A call did not begin.
  void release(long[] reserved) {
    lock.lock();
    try {
      meter.release(reserved);
      turn.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// An entry of the ledger from before this process.
  void restore(LedgerEntry entry) {
    lock.lock();
    try {
      meter.restore(clock.utcNs(), entry.startedUtcNs(), Amount.taken(entry));
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
