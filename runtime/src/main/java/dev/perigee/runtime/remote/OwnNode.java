package dev.perigee.runtime.remote;

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
import java.util.function.Consumer;

/// A node as its own engine sees it: what that engine gives leave for is booked as its own.
public record OwnNode(NodePort port, LeaveBook book) implements NodePort {

  @Override
  public Node node() {
    return port.node();
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    return port.prepare(function);
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    port.place(
        plan,
        placement,
        function,
        result -> {
          if (result instanceof PlacementResult.Accepted) {
            book.ownGave(placement);
          }
          done.accept(result);
        });
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    port.invoke(request, done);
  }

  @Override
  public void drain(boolean draining) {
    port.drain(draining);
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    port.withdraw(function, version);
  }

  @Override
  public void kill(FunctionId function) {
    port.kill(function);
  }

  @Override
  public void reclaim(int memoryMb) {
    port.reclaim(memoryMb);
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    port.provision(function, version, workerCount);
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return port.ledger(offsetBytes, bytesMax);
  }

  @Override
  public String endpoint() {
    return port.endpoint();
  }

  @Override
  public long processId() {
    return port.processId();
  }

  @Override
  public List<WorkerCount> workers() {
    return port.workers();
  }
}
