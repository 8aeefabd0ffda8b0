package dev.perigee.world.node;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A node as the control plane sees it. Thread-safe. A node that can't be reached refuses; nothing
/// here blocks longer than a stated bound, except `prepare`.
public interface NodePort {

  /// The node as it is now.
  Node node();

  /// Makes the node ready for a function version before its first call: unpacks, compiles, warms.
  /// Returns what is wrong with the function or the machine, empty if nothing is.
  Optional<PrepareProblem> prepare(FunctionSpec function);

  /// Checks one placement of a plan and carries it out if it holds.
  PlacementResult place(Plan plan, Placement placement, FunctionSpec function);

  /// Runs an invocation; `done` is called once, on any thread, possibly before this returns.
  void invoke(InvocationRequest request, Consumer<InvocationResult> done);

  void withdraw(FunctionId function, int version);

  void reclaim(int memoryMb);

  /// Bytes of the node's ledger from an offset on: whole blocks, empty at the end.
  byte[] ledger(long offsetBytes, int bytesMax);

  /// What runs there.
  List<WorkerCount> workers();

  /// What is wrong at deploy.
  ///
  /// @param errorType as AWS Lambda would name it
  record PrepareProblem(String errorType, String message) {}

  /// Workers of one function version.
  record WorkerCount(
      FunctionId function,
      int version,
      int liveCount,
      int busyCount,
      int frozenCount,
      int waitingCount) {}
}
