package dev.perigee.engine.node;

import dev.perigee.model.function.FunctionSpec;

/// One worker as its pool sees it. Only the pool changes it.
public final class PooledWorker {
  private final long workerId;
  private final FunctionPool<?> pool;
  private final long planId;
  private final long decisionId;
  private WorkerState state = WorkerState.STARTING;
  private boolean ahead;
  private boolean fresh = true;
  private int running;
  private long idleSinceNs;

  PooledWorker(long workerId, FunctionPool<?> pool, boolean ahead, long planId, long decisionId) {
    this.workerId = workerId;
    this.pool = pool;
    this.ahead = ahead;
    this.planId = planId;
    this.decisionId = decisionId;
  }

  /// Unique on its node since the node started.
  public long workerId() {
    return workerId;
  }

  public FunctionSpec function() {
    return pool.function();
  }

  /// The plan that gave leave to run it.
  public long planId() {
    return planId;
  }

  public long decisionId() {
    return decisionId;
  }

  /// Whether it was started ahead of calls: none has waited for it.
  public boolean isAhead() {
    return ahead;
  }

  public WorkerState state() {
    return state;
  }

  FunctionPool<?> pool() {
    return pool;
  }

  void on(WorkerEvent event) {
    state = WorkerLifecycle.require(state, event);
  }

  /// A call has waited for its start after all.
  void waitedFor() {
    ahead = false;
  }

  /// Takes a slot; whether this is the worker's first invocation, which has waited for its start.
  boolean occupy() {
    on(WorkerEvent.ASSIGNED);
    running++;
    boolean first = fresh && !ahead;
    fresh = false;
    return first;
  }

  /// Gives a slot back; whether nothing runs any more.
  boolean vacate() {
    running--;
    return running == 0;
  }

  boolean hasSlot() {
    return running < pool.function().workerConcurrency();
  }

  int running() {
    return running;
  }

  void idleSince(long nowNs) {
    idleSinceNs = nowNs;
  }

  long idleSinceNs() {
    return idleSinceNs;
  }

  boolean isIdle() {
    return state == WorkerState.WARM || state == WorkerState.FROZEN;
  }
}
