package dev.perigee.engine.node;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.PlacementResult.Accepted;
import dev.perigee.model.decision.PlacementResult.Refused;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The workers of one node: admits placements, queues invocations, starts, freezes and ends
/// workers. Pure: time comes in as arguments and what should happen goes out through [PoolActions].
/// Not thread-safe: its owner calls it from one thread at a time.
///
/// An invocation waits first; a new worker is started only if waiting would take longer than a
/// start, and only within the leave that accepted plans gave. Beyond that leave the pool raises
/// demand, and the engine decides.
///
/// @param <T> an invocation, as its caller knows it
public final class WorkerPool<T> {
  /// What a start costs: waiting less than this is better than starting. A cold start of a sandbox
  /// takes 5-10 ms.
  public static final long START_COST_NS = 10_000_000L;

  /// How long leave that was never used stays at least: the invocation that it was given for has to
  /// come from the gateway first, over a link of a satellite or through a machine that is busy.
  public static final long LEAVE_NS_MIN = 1_000_000_000L;

  /// Workers that are started for a queue while no handler time is known.
  public static final int COLD_BURST_COUNT = 8;

  /// How often it is looked whether workers that have to be there are still alive.
  public static final long LOOK_NS = 1_000_000_000L;

  private record Key(FunctionId function, int version) {}

  private record Timer(long dueNs, long sequence, FunctionPool<?> pool) {}

  private final PoolActions<T> actions;
  private final Map<Key, FunctionPool<T>> pools = new HashMap<>();
  private final PriorityQueue<Timer> timers =
      new PriorityQueue<>((a, b) ->
          a.dueNs() == b.dueNs()
              ? Long.compare(a.sequence(), b.sequence())
              : Long.compare(a.dueNs(), b.dueNs()));
  private Node node;
  private int epoch;
  private int reservedMemoryMb;
  private long workerSequence;
  private long timerSequence;

  public WorkerPool(Node node, PoolActions<T> actions) {
    this.node = node;
    this.actions = actions;
  }

  public Node node() {
    return node;
  }

  /// The node has changed: capacity, state or power. Later placements must have read the new
  /// revision.
  public void update(Node changed) {
    node = changed;
  }

  public int reservedMemoryMb() {
    return reservedMemoryMb;
  }

  /// Checks one placement of a plan against the node as it is now and, if it holds, gives leave for
  /// the workers. The memory is reserved before the check and given back when the check fails.
  ///
  /// @param readRevision the revision of this node in the plan's read set
  public PlacementResult place(
      Placement placement, FunctionSpec function, PlanRef plan, long readRevision, long nowNs) {
    int memoryMb = Math.multiplyExact(placement.workerCount(), placement.memoryMb());
    reservedMemoryMb += memoryMb;
    PlacementResult result = check(placement, plan, readRevision, memoryMb);
    if (result instanceof Refused) {
      reservedMemoryMb -= memoryMb;
      return result;
    }
    epoch = plan.epoch();
    FunctionPool<T> pool =
        pools.computeIfAbsent(
            new Key(placement.function(), placement.version()),
            _ -> new FunctionPool<>(function, placement, nowNs));
    pool.addLeave(placement, plan.planId(), plan.decisionId(), nowNs);
    grow(pool, nowNs);
    setTimer(pool, pool.leaveDueNs());
    return result;
  }

  private PlacementResult check(
      Placement placement, PlanRef plan, long readRevision, int memoryMb) {
    if (plan.epoch() < epoch) {
      return new Refused(
          placement,
          Refusal.OLD_EPOCH,
          "plan of epoch " + plan.epoch() + ", node follows " + epoch);
    }
    if (node.state() == NodeState.DRAINING) {
      return new Refused(placement, Refusal.DRAINING, "node " + node.id() + " is draining");
    }
    if (readRevision != node.revision()) {
      return new Refused(
          placement,
          Refusal.STALE,
          "read revision " + readRevision + ", node is at " + node.revision());
    }
    if (reservedMemoryMb > node.memoryMb()) {
      int freeMb = node.memoryMb() - (reservedMemoryMb - memoryMb);
      return new Refused(
          placement,
          Refusal.NO_CAPACITY,
          memoryMb + " MiB wanted, " + freeMb + " MiB free on " + node.id());
    }
    return new Accepted(placement);
  }

  /// An invocation has come. It is assigned, queued or refused.
  public void invoke(FunctionId function, int version, T ticket, long nowNs) {
    FunctionPool<T> pool = pools.get(new Key(function, version));
    if (pool == null || pool.isWithdrawn()) {
      actions.refuse(ticket, Refusal.GONE);
      return;
    }
    PooledWorker worker = takeLiving(pool);
    if (worker != null) {
      assign(pool, worker, ticket);
    } else if (pool.queue().size() >= pool.function().queueMax()) {
      actions.refuse(ticket, Refusal.QUEUE_FULL);
    } else {
      pool.queue().addLast(new FunctionPool.Waiting<>(ticket, nowNs));
      grow(pool, nowNs);
    }
  }

  /// A worker's code is loaded.
  public void started(PooledWorker worker, long nowNs) {
    FunctionPool<T> pool = poolOf(worker);
    worker.on(WorkerEvent.STARTED);
    pool.started();
    if (!pool.queue().isEmpty()) {
      worker.waitedFor();
    }
    idle(pool, worker, nowNs);
  }

  /// A worker could not be made. With no other worker alive, everything that waits would meet the
  /// same fate and fails with it; otherwise only the longest waiting does.
  public void startFailed(PooledWorker worker, long nowNs) {
    FunctionPool<T> pool = poolOf(worker);
    worker.on(WorkerEvent.START_FAILED);
    pool.ended(worker, true);
    if (worker.isAhead()) {
      pool.startFailed(nowNs);
    }
    int failing = pool.liveCount() == 0 ? pool.queue().size() : Math.min(1, pool.queue().size());
    for (int i = 0; i < failing; i++) {
      actions.fail(pool.queue().removeFirst().ticket(), worker);
    }
    settle(pool, nowNs);
  }

  /// An invocation has ended.
  ///
  /// @param reusable false when the worker crashed, hung or was killed
  public void finished(PooledWorker worker, boolean reusable, long handlerNs, long nowNs) {
    FunctionPool<T> pool = poolOf(worker);
    pool.used(handlerNs, nowNs);
    boolean listed = worker.hasSlot();
    boolean empty = worker.vacate();
    if (!reusable || worker.state() == WorkerState.FAILED) {
      broken(pool, worker, nowNs);
    } else if (empty) {
      if (listed) {
        pool.removeAvailable(worker);
      }
      worker.on(WorkerEvent.DRAINED);
      idle(pool, worker, nowNs);
    } else {
      if (!listed) {
        pool.putAvailable(worker);
      }
      serveQueue(pool, nowNs);
    }
  }

  /// No new invocation of this version; what waits is still served, then the workers end.
  public void withdraw(FunctionId function, int version, long nowNs) {
    FunctionPool<T> pool = pools.get(new Key(function, version));
    if (pool != null) {
      pool.withdraw();
      reclaimIdle(pool);
      settle(pool, nowNs);
    }
  }

  /// From now on so many workers are there ahead of calls, as far as there is leave.
  public void provision(FunctionId function, int version, int workerCount, long nowNs) {
    FunctionPool<T> pool = pools.get(new Key(function, version));
    if (pool != null && !pool.isWithdrawn()) {
      pool.provision(workerCount);
      age(pool, nowNs);
    }
  }

  /// Ends idle workers, the longest idle first, and gives back unused leave until so much memory
  /// was freed or there is nothing idle.
  public void reclaim(int memoryMb, long nowNs) {
    List<FunctionPool<T>> byAge = new ArrayList<>(byName().values());
    byAge.sort((a, b) -> Long.compare(a.lastUsedNs(), b.lastUsedNs()));
    int wantedMb = reservedMemoryMb - memoryMb;
    for (FunctionPool<T> pool : byAge) {
      while (reservedMemoryMb > wantedMb && giveBackOne(pool)) {
        settle(pool, nowNs);
      }
    }
  }

  /// Does what is due: freezes and ends idle workers, gives back unused leave, starts workers for
  /// what waited too long.
  public void tick(long nowNs) {
    while (!timers.isEmpty() && timers.peek().dueNs() <= nowNs) {
      Timer timer = timers.remove();
      @SuppressWarnings("unchecked") // only pools of this node set timers
      FunctionPool<T> pool = (FunctionPool<T>) timer.pool();
      if (pool.isTimer(timer.dueNs())) {
        age(pool, nowNs);
      }
    }
  }

  /// When `tick` has something to do next; `Long.MAX_VALUE` if nothing is pending.
  public long nextTickNs() {
    return timers.isEmpty() ? Long.MAX_VALUE : timers.peek().dueNs();
  }

  /// Leave that this node holds, per function version, in the order of names.
  public List<Lease> leases() {
    List<Lease> leases = new ArrayList<>();
    byName().values().forEach(pool -> leases.add(leaseOf(pool)));
    return leases;
  }

  private Lease leaseOf(FunctionPool<T> pool) {
    return new Lease(
        pool.function().id(),
        pool.function().version(),
        pool.leaveCount(),
        pool.liveCount(),
        pool.busyCount(),
        pool.frozenCount(),
        pool.queue().size(),
        pool.provisionedCount(),
        pool.readyCount(),
        pool.failedStartCount());
  }

  private SortedMap<String, FunctionPool<T>> byName() {
    SortedMap<String, FunctionPool<T>> sorted = new TreeMap<>();
    pools.forEach((key, pool) -> sorted.put(key.function() + ":" + key.version(), pool));
    return sorted;
  }

  private void assign(FunctionPool<T> pool, PooledWorker worker, T ticket) {
    boolean thaw = worker.state() == WorkerState.FROZEN;
    boolean first = worker.occupy();
    if (!worker.hasSlot()) {
      pool.removeAvailable(worker);
    }
    actions.assign(ticket, worker, first, thaw);
  }

  private void serveQueue(FunctionPool<T> pool, long nowNs) {
    ArrayDeque<FunctionPool.Waiting<T>> queue = pool.queue();
    int liveCount = pool.liveCount();
    PooledWorker worker = queue.isEmpty() ? null : takeLiving(pool);
    while (worker != null) {
      assign(pool, worker, queue.removeFirst().ticket());
      worker = queue.isEmpty() ? null : takeLiving(pool);
    }
    if (pool.liveCount() < liveCount) {
      settle(pool, nowNs);
    }
  }

  /// The next worker with a free slot. Those that have died since their last invocation are
  /// replaced, so that no invocation has to find out.
  private @Nullable PooledWorker takeLiving(FunctionPool<T> pool) {
    PooledWorker worker = pool.takeAvailable();
    while (worker != null && !actions.isAlive(worker)) {
      fail(pool, worker);
      worker = pool.takeAvailable();
    }
    return worker;
  }

  private void fail(FunctionPool<T> pool, PooledWorker worker) {
    worker.on(WorkerEvent.BROKE);
    pool.ended(worker, false);
    actions.stop(worker);
  }

  private void idle(FunctionPool<T> pool, PooledWorker worker, long nowNs) {
    worker.idleSince(nowNs);
    pool.putAvailable(worker);
    serveQueue(pool, nowNs);
    if (worker.isIdle()) {
      long keepAliveNs = pool.placement().keepAliveNs();
      if (pool.isWithdrawn() || keepAliveNs == 0 && pool.hasSurplus()) {
        end(pool, worker);
        settle(pool, nowNs);
      } else {
        setTimer(pool, nowNs + Math.min(pool.placement().freezeAfterNs(), keepAliveNs));
      }
    }
  }

  private void broken(FunctionPool<T> pool, PooledWorker worker, long nowNs) {
    if (worker.state() != WorkerState.FAILED) {
      fail(pool, worker);
    }
    settle(pool, nowNs);
  }

  private void grow(FunctionPool<T> pool, long nowNs) {
    int wanted = pool.wantedCount(nowNs);
    int starts = Math.min(wanted, pool.spareLeave());
    for (int i = 0; i < starts; i++) {
      actions.start(pool.newWorker(++workerSequence, false));
    }
    startAhead(pool, nowNs);
    if (wanted > Math.max(starts, 0) && pool.raiseDemand(nowNs)) {
      actions.demand(pool.function().id(), wanted - Math.max(starts, 0));
    }
    if (!pool.queue().isEmpty()) {
      setTimer(pool, nowNs + START_COST_NS);
    }
  }

  private void startAhead(FunctionPool<T> pool, long nowNs) {
    int starts = Math.min(pool.missingCount(nowNs), pool.spareLeave());
    for (int i = 0; i < starts; i++) {
      actions.start(pool.newWorker(++workerSequence, true));
    }
    if (pool.provisionedCount() > 0) {
      setTimer(pool, nowNs + LOOK_NS);
    }
  }

  /// After something ended: replaces what is still needed, forgets a version of which nothing is
  /// left.
  private void settle(FunctionPool<T> pool, long nowNs) {
    grow(pool, nowNs);
    if (pool.isWithdrawn() && pool.queue().isEmpty()) {
      giveBackSpare(pool);
    }
    if (pool.isOver()) {
      // Not its successor: a timer of a pool that is over may fire when there is leave again.
      pools.remove(new Key(pool.function().id(), pool.function().version()), pool);
    }
  }

  private void age(FunctionPool<T> pool, long nowNs) {
    long keepAliveNs = pool.placement().keepAliveNs();
    long freezeAfterNs = pool.placement().freezeAfterNs();
    long nextNs = Long.MAX_VALUE;
    for (PooledWorker worker : pool.oldestFirst()) {
      if (!worker.isIdle()) {
        continue;
      }
      long idleNs = nowNs - worker.idleSinceNs();
      if (pool.provisionedCount() > 0 && !actions.isAlive(worker)) {
        fail(pool, worker);
      } else if (idleNs >= keepAliveNs && pool.hasSurplus()) {
        end(pool, worker);
      } else {
        boolean warm = worker.state() == WorkerState.WARM;
        if (warm && idleNs >= freezeAfterNs) {
          worker.on(WorkerEvent.IDLE_SHORT);
          actions.freeze(worker);
          warm = false;
        }
        long dueNs = warm ? Math.min(freezeAfterNs, keepAliveNs) : keepAliveNs;
        // One that is kept beyond its time is looked at with those that have to be alive.
        nextNs = idleNs >= dueNs ? nextNs : Math.min(nextNs, worker.idleSinceNs() + dueNs);
      }
    }
    if (pool.surplusLeave() > 0 && pool.queue().isEmpty()) {
      if (nowNs >= pool.leaveDueNs()) {
        giveBack(pool, pool.surplusLeave());
      } else {
        nextNs = Math.min(nextNs, pool.leaveDueNs());
      }
    }
    settle(pool, nowNs);
    setTimer(pool, nextNs);
  }

  private void end(FunctionPool<T> pool, PooledWorker worker) {
    worker.on(WorkerEvent.RECLAIMED);
    pool.ended(worker, false);
    actions.stop(worker);
    giveBack(pool, 1);
  }

  private void reclaimIdle(FunctionPool<T> pool) {
    for (PooledWorker worker : pool.oldestFirst()) {
      if (worker.isIdle()) {
        end(pool, worker);
      }
    }
  }

  /// Gives back one worker's memory: unused leave first, then the longest idle worker. False when
  /// nothing is idle.
  private boolean giveBackOne(FunctionPool<T> pool) {
    if (pool.queue().isEmpty() && pool.surplusLeave() > 0) {
      giveBack(pool, 1);
      return true;
    }
    for (PooledWorker worker : pool.oldestFirst()) {
      if (worker.isIdle() && pool.hasSurplus()) {
        end(pool, worker);
        return true;
      }
    }
    return false;
  }

  private void giveBackSpare(FunctionPool<T> pool) {
    if (pool.spareLeave() > 0) {
      giveBack(pool, pool.spareLeave());
    }
  }

  private void giveBack(FunctionPool<T> pool, int count) {
    pool.giveBackLeave(count);
    reservedMemoryMb -= count * pool.placement().memoryMb();
    actions.release(pool.function().id(), pool.function().version(), count);
  }

  private void setTimer(FunctionPool<T> pool, long dueNs) {
    if (dueNs != Long.MAX_VALUE && pool.needsTimer(dueNs)) {
      timers.add(new Timer(dueNs, ++timerSequence, pool));
    }
  }

  @SuppressWarnings("unchecked") // a worker belongs to a pool of this node
  private FunctionPool<T> poolOf(PooledWorker worker) {
    return (FunctionPool<T>) worker.pool();
  }
}
