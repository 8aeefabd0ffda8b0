package dev.perigee.engine.node;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.function.FunctionSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The workers and the queue of one function version on one node.
final class FunctionPool<T> {
  /// Weight of the newest handler time in the running mean.
  private static final double MEAN_WEIGHT = 0.2;

  /// How long a demand that brought no leave is not raised again.
  private static final long DEMAND_AGAIN_NS = 100_000_000L;

  /// An invocation in the queue.
  record Waiting<T>(T ticket, long sinceNs) {}

  private final FunctionSpec function;
  private final ArrayDeque<PooledWorker> available = new ArrayDeque<>();
  private final ArrayDeque<Waiting<T>> queue = new ArrayDeque<>();
  private Placement placement;
  private long planId;
  private long decisionId;
  private int leaveCount;
  private int liveCount;
  private int startingCount;
  private double meanHandlerNs = Double.NaN;
  private long lastUsedNs;
  private long leaveSinceNs;
  private boolean withdrawn;
  private long demandedNs = Long.MIN_VALUE;
  private long timerDueNs = Long.MAX_VALUE;
  private int provisionedCount;
  private int failedStartCount;
  private long startAgainNs = Long.MIN_VALUE;

  FunctionPool(FunctionSpec function, Placement placement, long nowNs) {
    this.function = function;
    this.placement = placement;
    this.lastUsedNs = nowNs;
  }

  FunctionSpec function() {
    return function;
  }

  void addLeave(Placement added, long newPlanId, long newDecisionId, long nowNs) {
    leaveSinceNs = nowNs;
    placement = added;
    planId = newPlanId;
    decisionId = newDecisionId;
    leaveCount += added.workerCount();
    demandedNs = Long.MIN_VALUE;
  }

  PooledWorker newWorker(long workerId, boolean ahead) {
    liveCount++;
    startingCount++;
    return new PooledWorker(workerId, this, ahead, planId, decisionId);
  }

  void started() {
    startingCount--;
    failedStartCount = 0;
  }

  /// Makes the next start ahead of calls wait, the longer the more have failed.
  void startFailed(long nowNs) {
    failedStartCount++;
    startAgainNs = nowNs + (WorkerPool.LOOK_NS << Math.min(failedStartCount, 6));
  }

  void provision(int workerCount) {
    if (workerCount != provisionedCount) {
      provisionedCount = workerCount;
      failedStartCount = 0;
      startAgainNs = Long.MIN_VALUE;
    }
  }

  int provisionedCount() {
    return provisionedCount;
  }

  int failedStartCount() {
    return failedStartCount;
  }

  int readyCount() {
    return liveCount - startingCount;
  }

  /// Workers that have to be started ahead of calls.
  int missingCount(long nowNs) {
    return nowNs < startAgainNs ? 0 : Math.max(0, provisionedCount - liveCount);
  }

  /// Whether there are more workers than have to be kept.
  boolean hasSurplus() {
    return liveCount > provisionedCount;
  }

  /// A worker is gone; its leave stays.
  void ended(PooledWorker worker, boolean wasStarting) {
    liveCount--;
    startingCount -= wasStarting ? 1 : 0;
    available.remove(worker);
  }

  /// The warm worker that was used last: its caches are warmest, and the others get old enough to
  /// be reclaimed.
  @Nullable PooledWorker takeAvailable() {
    return available.peekFirst();
  }

  void putAvailable(PooledWorker worker) {
    available.addFirst(worker);
  }

  void removeAvailable(PooledWorker worker) {
    if (available.peekFirst() == worker) {
      available.pollFirst();
    } else {
      available.remove(worker);
    }
  }

  /// Workers with a free slot, the longest unused first.
  List<PooledWorker> oldestFirst() {
    return new ArrayList<>(available.reversed());
  }

  ArrayDeque<Waiting<T>> queue() {
    return queue;
  }

  void used(long handlerNs, long nowNs) {
    lastUsedNs = nowNs;
    meanHandlerNs =
        Double.isNaN(meanHandlerNs)
            ? handlerNs
            : meanHandlerNs + MEAN_WEIGHT * (handlerNs - meanHandlerNs);
  }

  /// How many more workers are worth their start.
  int wantedCount(long nowNs) {
    int slots = function.workerConcurrency();
    int uncovered = queue.size() - startingCount * slots;
    if (uncovered <= 0) {
      return 0;
    }
    return Math.min((uncovered + slots - 1) / slots, Math.max(worthCount(slots), agedCount(nowNs)));
  }

  /// What Little's law says: as many workers as keep the wait of the last one below the cost of a
  /// start. While no handler time is known, a small burst.
  private int worthCount(int slots) {
    if (Double.isNaN(meanHandlerNs)) {
      return WorkerPool.COLD_BURST_COUNT - liveCount;
    }
    double needed = queue.size() * meanHandlerNs / ((double) slots * WorkerPool.START_COST_NS);
    return needed <= liveCount ? 0 : (int) Math.min(Math.ceil(needed), 1_000_000) - liveCount;
  }

  /// Who has waited longer than a start takes proves the expectation wrong: double.
  private int agedCount(long nowNs) {
    Waiting<T> oldest = queue.peekFirst();
    boolean aged = oldest != null && nowNs - oldest.sinceNs() >= WorkerPool.START_COST_NS;
    return aged || liveCount == 0 ? Math.max(1, liveCount) : 0;
  }

  int spareLeave() {
    return leaveCount - liveCount;
  }

  /// Leave that is neither used nor kept for workers that are to be there ahead of calls.
  int surplusLeave() {
    return Math.max(0, leaveCount - Math.max(liveCount, provisionedCount));
  }

  int leaveCount() {
    return leaveCount;
  }

  void giveBackLeave(int count) {
    demandedNs = Long.MIN_VALUE;
    leaveCount -= count;
  }

  int idleCount() {
    return (int) available.stream().filter(PooledWorker::isIdle).count();
  }

  int frozenCount() {
    return (int) available.stream().filter(worker -> worker.state() == WorkerState.FROZEN).count();
  }

  int busyCount() {
    return liveCount - startingCount - idleCount();
  }

  int liveCount() {
    return liveCount;
  }

  Placement placement() {
    return placement;
  }

  /// When leave that nobody uses is given back.
  long leaveDueNs() {
    return Math.max(
        lastUsedNs + placement.keepAliveNs(),
        leaveSinceNs + Math.max(placement.keepAliveNs(), WorkerPool.LEAVE_NS_MIN));
  }

  long lastUsedNs() {
    return lastUsedNs;
  }

  boolean isWithdrawn() {
    return withdrawn;
  }

  void withdraw() {
    provisionedCount = 0;
    withdrawn = true;
  }

  /// Whether it is time to raise demand: leave has changed since the last time, or nobody has
  /// answered for long.
  boolean raiseDemand(long nowNs) {
    boolean due = demandedNs == Long.MIN_VALUE || nowNs - demandedNs >= DEMAND_AGAIN_NS;
    demandedNs = due ? nowNs : demandedNs;
    return due;
  }

  /// Whether a timer must be set for this time: none is set that fires before.
  boolean needsTimer(long dueNs) {
    boolean needed = dueNs < timerDueNs;
    timerDueNs = Math.min(timerDueNs, dueNs);
    return needed;
  }

  /// Whether a timer that fires is the one that counts; it is spent then.
  boolean isTimer(long dueNs) {
    boolean mine = dueNs == timerDueNs;
    timerDueNs = mine ? Long.MAX_VALUE : timerDueNs;
    return mine;
  }

  boolean isOver() {
    return liveCount == 0 && leaveCount == 0 && queue.isEmpty();
  }
}
