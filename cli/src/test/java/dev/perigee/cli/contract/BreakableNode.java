package dev.perigee.cli.contract;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodeListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/// A live node in the process of the rig that can break.
final class BreakableNode implements RigNode {
  /// Makes a life of a node.
  @FunctionalInterface
  interface Birth {
    SteppedLife of(Node node);
  }

  private record Underway(InvocationRequest request, Consumer<InvocationResult> done) {}

  private final Schedule schedule;
  private final NodeListener listener;
  private final Birth birth;
  private final Map<UUID, Underway> underway = new LinkedHashMap<>();
  private SteppedLife life;
  private int lifeCount = 1;
  private boolean up = true;

  BreakableNode(Node node, Schedule schedule, NodeListener listener, Birth birth) {
    this.schedule = schedule;
    this.listener = listener;
    this.birth = birth;
    this.life = birth.of(node);
  }

  @Override
  public void fail() {
    up = false;
    life.news().silence();
    life.host().die();
    List<Underway> lost = List.copyOf(underway.values());
    underway.clear();
    for (Underway each : lost) {
      each.done().accept(new InvocationResult.Answered(new byte[0], lostEntry(each.request())));
    }
    listener.lost(node().id());
  }

  @Override
  public void beginAnew() {
    life = birth.of(node().withState(NodeState.UP));
    lifeCount++;
    up = true;
    listener.restarted(node());
  }

  @Override
  public void change(int memoryMb, long unseenNs) {
    life.change(memoryMb, unseenNs);
  }

  @Override
  public void tick() {
    life.node().tick();
  }

  @Override
  public long nextTickNs() {
    return up ? life.node().nextTickNs() : Long.MAX_VALUE;
  }

  @Override
  public int lifeCount() {
    return lifeCount;
  }

  @Override
  public Node node() {
    return life.node().node();
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    return life.node().prepare(function);
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    if (up) {
      life.node().place(plan, placement, function, done);
    } else {
      done.accept(new PlacementResult.Refused(placement, Refusal.UNREACHABLE, "down"));
    }
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    if (!up) {
      done.accept(new InvocationResult.Refused(Refusal.UNREACHABLE, "down"));
      return;
    }
    underway.put(request.invocationId(), new Underway(request, done));
    life.node()
        .invoke(
            request,
            result -> {
              if (underway.remove(request.invocationId()) != null) {
                done.accept(result);
              }
            });
  }

  @Override
  public void drain(boolean draining) {
    life.node().drain(draining);
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    if (up) {
      life.node().withdraw(function, version);
    }
  }

  @Override
  public void kill(FunctionId function) {
    if (up) {
      life.node().kill(function);
    }
  }

  @Override
  public void reclaim(int memoryMb) {
    if (up) {
      life.node().reclaim(memoryMb);
    }
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    if (up) {
      life.node().provision(function, version, workerCount);
    }
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return life.node().ledger(offsetBytes, bytesMax);
  }

  @Override
  public String endpoint() {
    return "";
  }

  @Override
  public long processId() {
    return life.node().processId();
  }

  @Override
  public List<WorkerCount> workers() {
    return up ? life.node().workers() : List.of();
  }

  private LedgerEntry lostEntry(InvocationRequest request) {
    return new LedgerEntry(
        request.invocationId(),
        request.function().tenant(),
        request.function().name(),
        request.version(),
        node().id(),
        schedule.utcNs(),
        Outcome.ERROR,
        false,
        Phases.NONE,
        0,
        0,
        0,
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        true,
        0,
        1,
        0,
        0);
  }
}
