package dev.perigee.runtime.node;

import dev.perigee.engine.node.PoolActions;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.runtime.node.WorkerHost.StartResult.NotStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/// Notes what the pool wants done, to be carried out when its lock is free.
final class NodeActions implements PoolActions<Ticket> {

  sealed interface Action {
    record Start(PooledWorker worker) implements Action {}

    /// @param sequence in the order of the pool's decisions
    record Assign(Ticket ticket, PooledWorker worker, boolean first, boolean thaw, long sequence)
        implements Action {}

    record Refuse(Ticket ticket, Refusal refusal) implements Action {}

    record Fail(Ticket ticket, PooledWorker worker) implements Action {}

    /// @param sequence in the order of the pool's decisions
    record Freeze(PooledWorker worker, long sequence) implements Action {}

    record Stop(PooledWorker worker) implements Action {}

    record Release(FunctionId function, int version, int workerCount) implements Action {}

    /// Telling someone what came of a call.
    record Answer(Runnable work) implements Action {}

    record Demand(FunctionId function, int workerCount) implements Action {}
  }

  private final Predicate<PooledWorker> alive;
  private final Map<Long, NotStarted> failures = new ConcurrentHashMap<>();
  private long sequence;
  private List<Action> noted = new ArrayList<>(4);

  /// @param alive whether a started worker is still there
  NodeActions(Predicate<PooledWorker> alive) {
    this.alive = alive;
  }

  /// What was noted since the last time. Called under the pool's lock.
  List<Action> take() {
    if (noted.isEmpty()) {
      return List.of();
    }
    List<Action> taken = noted;
    noted = new ArrayList<>(4);
    return taken;
  }

  /// Notes an answer. Called under the pool's lock.
  void note(Runnable answer) {
    noted.add(new Action.Answer(answer));
  }

  /// Why a worker did not start, for the invocations that fail with it.
  void remember(PooledWorker worker, NotStarted failure) {
    failures.put(worker.workerId(), failure);
  }

  /// Failures are told before they are forgotten, on the thread that remembered them.
  NotStarted failureOf(PooledWorker worker) {
    return Objects.requireNonNull(failures.get(worker.workerId()));
  }

  void forget(PooledWorker worker) {
    failures.remove(worker.workerId());
  }

  @Override
  public void start(PooledWorker worker) {
    noted.add(new Action.Start(worker));
  }

  @Override
  public void assign(Ticket ticket, PooledWorker worker, boolean first, boolean thaw) {
    noted.add(new Action.Assign(ticket, worker, first, thaw, ++sequence));
  }

  @Override
  public void refuse(Ticket ticket, Refusal refusal) {
    noted.add(new Action.Refuse(ticket, refusal));
  }

  @Override
  public void fail(Ticket ticket, PooledWorker worker) {
    noted.add(new Action.Fail(ticket, worker));
  }

  @Override
  public void freeze(PooledWorker worker) {
    noted.add(new Action.Freeze(worker, ++sequence));
  }

  @Override
  public void stop(PooledWorker worker) {
    noted.add(new Action.Stop(worker));
  }

  @Override
  public boolean isAlive(PooledWorker worker) {
    return alive.test(worker);
  }

  @Override
  public void release(FunctionId function, int version, int workerCount) {
    noted.add(new Action.Release(function, version, workerCount));
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    noted.add(new Action.Demand(function, workerCount));
  }
}
