package dev.perigee.engine.node;

import dev.perigee.model.function.FunctionSpec;

/// One worker as its pool sees it. Only the pool changes it.
public final class PooledWorker {
  private final long workerId;
  private final FunctionPool<?> pool;
  private final long planId;
  private final long decisionId;
  private WorkerState state = WorkerState.STARTING;
  private boolean fresh = true;
  private int running;
  private long idleSinceNs;

  PooledWorker(long workerId, FunctionPool<?> pool, long planId, long decisionId) {
    this.workerId = workerId;
    this.pool = pool;
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

  public WorkerState state() {
    return state;
  }

  FunctionPool<?> pool() {
    return pool;
  }

  void on(WorkerEvent event) {
    state = WorkerLifecycle.require(state, event);
  }

  /// Takes a slot; whether this is the worker's first invocation.
  boolean occupy() {
    on(WorkerEvent.ASSIGNED);
    running++;
    boolean first = fresh;
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
