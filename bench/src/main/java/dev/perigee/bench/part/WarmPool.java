package dev.perigee.bench.part;

import dev.perigee.engine.node.PlanRef;
import dev.perigee.engine.node.PoolActions;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.engine.node.WorkerPool;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.ArrayList;
import java.util.List;

/// A node's pool with one warm worker per function.
final class WarmPool implements PoolActions<Integer> {
  private static final long KEEP_ALIVE_NS = 600_000_000_000L;
  private static final long HANDLER_NS = 40_000;

  private final WorkerPool<Integer> pool = new WorkerPool<>(BenchFunctions.node("edge-1"), this);
  private final List<FunctionSpec> functions = new ArrayList<>();
  private final List<PooledWorker> starting = new ArrayList<>();
  private PooledWorker assigned;
  private long assignedCount;
  private long nowNs;

  @SuppressWarnings("NullAway.Init") // the first invocation assigns a worker
  WarmPool(int functionCount) {
    for (int i = 0; i < functionCount; i++) {
      FunctionSpec function = BenchFunctions.python("f" + i);
      functions.add(function);
      Placement placement =
          new Placement(function.id(), 1, "edge-1", 1, 128, 72, KEEP_ALIVE_NS, KEEP_ALIVE_NS);
      var _ = pool.place(placement, function, new PlanRef(i, i, 1), 1, nowNs);
      pool.invoke(function.id(), 1, i, nowNs);
      pool.started(starting.removeFirst(), nowNs);
      pool.finished(assigned, true, HANDLER_NS, nowNs);
    }
  }

  List<FunctionSpec> functions() {
    return functions;
  }

  long assignedCount() {
    return assignedCount;
  }

  PooledWorker invoke(FunctionSpec function) {
    nowNs += HANDLER_NS;
    pool.invoke(function.id(), 1, 0, nowNs);
    pool.finished(assigned, true, HANDLER_NS, nowNs);
    return assigned;
  }

  @Override
  public void start(PooledWorker worker) {
    starting.add(worker);
  }

  @Override
  public void assign(Integer ticket, PooledWorker worker, boolean first, boolean thaw) {
    assigned = worker;
    assignedCount++;
  }

  @Override
  public void refuse(Integer ticket, Refusal refusal) {
    throw new IllegalStateException("refused: " + refusal);
  }

  @Override
  public void fail(Integer ticket, PooledWorker worker) {
    throw new IllegalStateException("failed: " + worker.workerId());
  }

  @Override
  public void freeze(PooledWorker worker) {}

  @Override
  public void stop(PooledWorker worker) {}

  @Override
  public void release(FunctionId function, int version, int workerCount) {}

  @Override
  public void demand(FunctionId function, int workerCount) {}
}
