package dev.perigee.simulator;

import dev.perigee.engine.node.PlanRef;
import dev.perigee.engine.node.PoolActions;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.engine.node.WorkerPool;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.simulator.truth.FunctionTruth;
import dev.perigee.world.Event;
import dev.perigee.world.Seeds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A node: the worker pool that live nodes have, with sandboxes that only take time.
final class SimulatedNode implements PoolActions<Invocation> {
  private final NodeWorld world;
  private final NodeAccount account;
  private final long delayNs;
  private final long seed;
  private final Map<Long, FunctionTruth.Start> starts = new HashMap<>();
  private final Set<Invocation> present = new LinkedHashSet<>();
  private final List<Happening> heldInside = new ArrayList<>();
  private final List<Happening> heldOutside = new ArrayList<>();
  private Node node;
  private WorkerPool<Invocation> pool;
  private int life;
  private boolean running = true;
  private boolean cutOff;
  private long tickDueNs = Long.MAX_VALUE;

  /// What a node needs of the world around it.
  interface NodeWorld {
    long nowNs();

    long utcNs();

    long thawNs();

    void schedule(long atNs, Happening happening);

    FunctionTruth truth(FunctionSpec function);

    /// An invocation has got a worker.
    void began(SimulatedNode node, Invocation invocation);

    /// The node draws no power any more.
    void stopped(SimulatedNode node);

    void ended(Invocation invocation, Outcome outcome, long handlerNs);
  }

  SimulatedNode(NodeWorld world, Node node, NodeAccount account, long delayNs, long seed) {
    this.world = world;
    this.node = node;
    this.account = account;
    this.delayNs = delayNs;
    this.seed = seed;
    this.pool = new WorkerPool<>(node, this);
  }

  Node node() {
    return node;
  }

  NodeAccount account() {
    return account;
  }

  long delayNs() {
    return delayNs;
  }

  /// Which life of the node this is; the next begins with a failure.
  int life() {
    return life;
  }

  boolean isRunning() {
    return running;
  }

  boolean isReachable() {
    return running && !cutOff;
  }

  /// Sends something to the gateway; it waits while there is no contact.
  void tell(Happening happening) {
    if (cutOff) {
      heldInside.add(happening);
    } else {
      world.schedule(world.nowNs() + delayNs, happening);
    }
  }

  /// Keeps something that reached the node's end of a dead link until there is contact.
  void hold(Happening happening) {
    heldOutside.add(happening);
  }

  PlacementResult place(Placement placement, FunctionSpec function, PlanCheck check) {
    PlanRef plan =
        new PlanRef(check.plan().planId(), check.plan().decisionId(), check.plan().epoch());
    PlacementResult result =
        pool.place(placement, function, plan, check.readRevision(node.id()), world.nowNs());
    setTick();
    return result;
  }

  void invoke(Invocation invocation, FunctionSpec spec) {
    invocation.deliveredNs = world.nowNs();
    present.add(invocation);
    pool.invoke(spec.id(), spec.version(), invocation, world.nowNs());
    setTick();
  }

  void started(PooledWorker worker, boolean failed) {
    if (failed) {
      pool.startFailed(worker, world.nowNs());
    } else {
      pool.started(worker, world.nowNs());
    }
    setTick();
  }

  void handlerEnded(Invocation invocation) {
    FunctionSpec spec = Objects.requireNonNull(invocation.spec);
    FunctionTruth truth = Objects.requireNonNull(invocation.truth);
    PooledWorker worker = Objects.requireNonNull(invocation.worker);
    long timeoutNs = spec.timeoutMs() * 1_000_000L;
    boolean late = invocation.handlerNs > timeoutNs;
    boolean crashed = !late && truth.crashes(invocation.seed);
    boolean wrong = crashed || truth.errs(invocation.seed);
    long handlerNs = Math.min(invocation.handlerNs, timeoutNs);
    end(invocation, late ? Outcome.TIMEOUT : wrong ? Outcome.ERROR : Outcome.OK, handlerNs);
    pool.finished(worker, !late && !crashed, handlerNs, world.nowNs());
    setTick();
  }

  void withdraw(FunctionId function, int version) {
    pool.withdraw(function, version, world.nowNs());
    setTick();
  }

  void reclaim(int memoryMb) {
    pool.reclaim(memoryMb, world.nowNs());
    setTick();
  }

  void provision(FunctionId function, int version, int workerCount) {
    pool.provision(function, version, workerCount, world.nowNs());
    setTick();
  }

  void tick() {
    if (tickDueNs <= world.nowNs()) {
      tickDueNs = Long.MAX_VALUE;
      pool.tick(world.nowNs());
      setTick();
    }
  }

  /// The node stops: all that it held is lost.
  void fail() {
    life++;
    running = false;
    for (Invocation lost : List.copyOf(present)) {
      boolean began = lost.beganNs >= 0;
      end(lost, Outcome.ERROR, began ? Math.max(0, world.nowNs() - lost.beganNs) : 0);
    }
    starts.clear();
    heldInside.clear();
    world.stopped(this);
  }

  /// The node begins anew, empty.
  void restart() {
    running = true;
    node = revised(NodeState.UP, node.memoryMb());
    pool = new WorkerPool<>(node, this);
    tickDueNs = Long.MAX_VALUE;
    account.on(world.nowNs());
  }

  void cutOff() {
    cutOff = true;
  }

  /// There is contact again: what waited on both sides of the link goes on.
  void reach() {
    cutOff = false;
    for (Happening happening : heldInside) {
      world.schedule(world.nowNs() + delayNs, happening);
    }
    for (Happening happening : heldOutside) {
      world.schedule(world.nowNs(), happening);
    }
    heldInside.clear();
    heldOutside.clear();
  }

  void change(NodeState state, int memoryMb) {
    node = revised(state, memoryMb);
    pool.update(node);
  }

  @Override
  public void start(PooledWorker worker) {
    FunctionTruth truth = world.truth(worker.function());
    FunctionTruth.Start start = truth.start(Seeds.derive(seed, life, worker.workerId()));
    starts.put(worker.workerId(), start);
    world.schedule(
        world.nowNs() + start.totalNs(), new Happening.WorkerStarts(this, life, worker, start));
  }

  @Override
  public void assign(Invocation ticket, PooledWorker worker, boolean first, boolean thaw) {
    FunctionTruth truth = world.truth(worker.function());
    ticket.spec = worker.function();
    ticket.truth = truth;
    ticket.worker = worker;
    ticket.planId = worker.planId();
    ticket.decisionId = worker.decisionId();
    ticket.coldStart = first;
    ticket.start = first ? starts.remove(worker.workerId()) : null;
    ticket.assignedNs = world.nowNs();
    ticket.beganNs = world.nowNs() + (thaw ? world.thawNs() : 0);
    if (ticket.handlerNs < 0) {
      ticket.handlerNs = truth.handlerNs(ticket.seed);
    }
    world.began(this, ticket);
    long runsNs = Math.min(ticket.handlerNs, worker.function().timeoutMs() * 1_000_000L);
    world.schedule(ticket.beganNs + runsNs, new Happening.HandlerEnds(this, life, ticket));
  }

  @Override
  public void refuse(Invocation ticket, Refusal refusal) {
    present.remove(ticket);
    tell(new Happening.Bounced(ticket, refusal));
  }

  @Override
  public void fail(Invocation ticket, PooledWorker worker) {
    ticket.spec = worker.function();
    ticket.truth = world.truth(worker.function());
    ticket.planId = worker.planId();
    ticket.decisionId = worker.decisionId();
    ticket.start = starts.get(worker.workerId());
    ticket.coldStart = true;
    end(ticket, Outcome.ERROR, 0);
  }

  @Override
  public void freeze(PooledWorker worker) {}

  @Override
  public void stop(PooledWorker worker) {
    starts.remove(worker.workerId());
  }

  @Override
  public void release(FunctionId function, int version, int workerCount) {
    Event event = new Event.Released(world.utcNs(), node.id(), function, version, workerCount);
    tell(new Happening.HeardFrom(this, life, event));
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    tell(
        new Happening.HeardFrom(
            this, life, new Event.Demanded(world.utcNs(), function, workerCount)));
  }

  private Node revised(NodeState state, int memoryMb) {
    return new Node(
        node.id(),
        node.zone(),
        state,
        node.cpuMilli(),
        memoryMb,
        node.idleW(),
        node.maxW(),
        node.intensityGramsPerKwh(),
        node.pue(),
        node.revision() + 1);
  }

  private void end(Invocation invocation, Outcome outcome, long handlerNs) {
    present.remove(invocation);
    world.ended(invocation, outcome, handlerNs);
    Happening answer = new Happening.Answered(invocation);
    if (running) {
      tell(answer);
    } else {
      world.schedule(world.nowNs() + delayNs, answer);
    }
  }

  private void setTick() {
    long dueNs = pool.nextTickNs();
    if (dueNs < tickDueNs) {
      tickDueNs = dueNs;
      world.schedule(Math.max(dueNs, world.nowNs()), new Happening.Ticks(this, life));
    }
  }
}
