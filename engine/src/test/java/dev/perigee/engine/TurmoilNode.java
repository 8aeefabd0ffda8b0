package dev.perigee.engine;

import dev.perigee.engine.Turmoil.Ticket;
import dev.perigee.engine.node.PlanRef;
import dev.perigee.engine.node.PoolActions;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.engine.node.WorkerPool;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// A node in the turmoil: a worker pool behind links, with workers that end as it is drawn.
final class TurmoilNode implements PoolActions<Ticket> {
  private record Run(Ticket ticket, PooledWorker worker) {}

  private final Turmoil world;
  private final ArrayDeque<Runnable> fromEngine;
  private final ArrayDeque<Runnable> toEngine;
  private final ArrayDeque<Runnable> fromGateway;
  private final ArrayDeque<Runnable> toGateway;
  private final Set<Ticket> present = new LinkedHashSet<>();
  private final List<PooledWorker> starting = new ArrayList<>();
  private final List<Run> running = new ArrayList<>();
  private Node node;
  private WorkerPool<Ticket> pool;
  private boolean up = true;

  TurmoilNode(Node node, Turmoil world) {
    this.node = node;
    this.world = world;
    this.pool = new WorkerPool<>(node, this);
    fromEngine = world.link();
    toEngine = world.link();
    fromGateway = world.link();
    toGateway = world.link();
  }

  Node node() {
    return node;
  }

  void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    fromEngine.add(() -> {
      PlacementResult result =
          up
              ? pool.place(placement, function, ref(plan), revision(plan), world.nowNs())
              : new PlacementResult.Refused(placement, Refusal.UNREACHABLE, "down");
      toEngine.add(() -> done.accept(result));
    });
  }

  private static PlanRef ref(Plan plan) {
    return new PlanRef(plan.planId(), plan.decisionId(), plan.epoch());
  }

  private long revision(Plan plan) {
    return plan.readSet().nodes().stream()
        .filter(read -> read.node().equals(node.id()))
        .findFirst()
        .orElseThrow()
        .revision();
  }

  void withdraw(FunctionId function, int version) {
    fromEngine.add(() -> whenUp(() -> pool.withdraw(function, version, world.nowNs())));
  }

  void provision(FunctionId function, int version, int workerCount) {
    fromEngine.add(
        () -> whenUp(() -> pool.provision(function, version, workerCount, world.nowNs())));
  }

  void reclaim(int memoryMb) {
    fromEngine.add(() -> whenUp(() -> pool.reclaim(memoryMb, world.nowNs())));
  }

  private void whenUp(Runnable work) {
    if (up) {
      work.run();
    }
  }

  void invoke(Ticket ticket, FunctionSpec function) {
    fromGateway.add(() -> {
      if (up) {
        present.add(ticket);
        pool.invoke(function.id(), function.version(), ticket, world.nowNs());
      } else {
        bounce(ticket, Refusal.UNREACHABLE);
      }
    });
  }

  void tick() {
    whenUp(() -> pool.tick(world.nowNs()));
  }

  long nextTickNs() {
    return up ? pool.nextTickNs() : Long.MAX_VALUE;
  }

  /// Something on the node comes to its end, well or not; whether there was anything.
  boolean work() {
    if (!starting.isEmpty() && (running.isEmpty() || world.random.nextBoolean())) {
      PooledWorker worker = starting.remove(world.random.nextInt(starting.size()));
      if (world.random.nextInt(8) == 0) {
        pool.startFailed(worker, world.nowNs());
      } else {
        pool.started(worker, world.nowNs());
      }
      return true;
    }
    if (running.isEmpty()) {
      return false;
    }
    Run run = running.remove(world.random.nextInt(running.size()));
    pool.finished(
        run.worker(),
        world.random.nextInt(8) > 0,
        world.random.nextInt(50) * Turmoil.MS,
        world.nowNs());
    answer(run.ticket());
    return true;
  }

  /// All that it holds is lost.
  void fail() {
    if (up) {
      up = false;
      starting.clear();
      running.clear();
      List.copyOf(present).forEach(this::answer);
      tell(new Event.NodeLost(world.nowNs(), node.id()));
    }
  }

  void comeBack() {
    if (!up) {
      up = true;
      node = node.withState(NodeState.UP);
      pool = new WorkerPool<>(node, this);
      tell(new Event.NodeRestarted(world.nowNs(), node));
    }
  }

  private void tell(Event event) {
    toEngine.add(() -> world.hear(event));
  }

  private void answer(Ticket ticket) {
    present.remove(ticket);
    toGateway.add(() -> world.answered(ticket, node.id()));
  }

  private void bounce(Ticket ticket, Refusal refusal) {
    present.remove(ticket);
    toGateway.add(() -> world.bounced(ticket, node.id(), refusal));
  }

  @Override
  public void start(PooledWorker worker) {
    starting.add(worker);
  }

  @Override
  public void assign(Ticket ticket, PooledWorker worker, boolean first, boolean thaw) {
    running.add(new Run(ticket, worker));
  }

  @Override
  public void refuse(Ticket ticket, Refusal refusal) {
    bounce(ticket, refusal);
  }

  @Override
  public void fail(Ticket ticket, PooledWorker worker) {
    answer(ticket);
  }

  @Override
  public void freeze(PooledWorker worker) {}

  @Override
  public void stop(PooledWorker worker) {}

  @Override
  public boolean isAlive(PooledWorker worker) {
    return world.random.nextInt(16) > 0;
  }

  @Override
  public void release(FunctionId function, int version, int workerCount) {
    tell(new Event.Released(world.nowNs(), node.id(), function, version, workerCount));
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    tell(new Event.Demanded(world.nowNs(), function, workerCount));
  }
}
