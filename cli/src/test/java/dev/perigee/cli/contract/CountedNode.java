package dev.perigee.cli.contract;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// Counts what a node has taken and answered, so that a rig knows when nothing is on its way.
final class CountedNode implements NodePort {
  private final NodePort node;
  private final Tally taken = new Tally();
  private final AtomicLong answered = new AtomicLong();

  CountedNode(NodePort node) {
    this.node = node;
  }

  /// Calls that the node has taken.
  Tally taken() {
    return taken;
  }

  /// Invocations that the node has answered.
  long answerCount() {
    return answered.get();
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    node.place(plan, placement, function, done);
    taken.add();
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    node.invoke(
        request,
        result -> {
          answered.incrementAndGet();
          done.accept(result);
        });
    taken.add();
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    node.withdraw(function, version);
    taken.add();
  }

  @Override
  public void kill(FunctionId function) {
    node.kill(function);
    taken.add();
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    node.provision(function, version, workerCount);
  }

  @Override
  public void reclaim(int memoryMb) {
    node.reclaim(memoryMb);
    taken.add();
  }

  @Override
  public Node node() {
    return node.node();
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    return node.prepare(function);
  }

  @Override
  public void drain(boolean draining) {
    node.drain(draining);
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return node.ledger(offsetBytes, bytesMax);
  }

  @Override
  public String endpoint() {
    return node.endpoint();
  }

  @Override
  public long processId() {
    return node.processId();
  }

  @Override
  public List<WorkerCount> workers() {
    return node.workers();
  }
}
