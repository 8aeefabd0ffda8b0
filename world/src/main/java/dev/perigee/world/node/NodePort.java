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

  /// Checks one placement of a plan and carries it out if it holds; `done` gets the answer once, on
  /// any thread, possibly before this returns. A node that can't be reached refuses.
  void place(Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done);

  /// Runs an invocation; `done` is called once, on any thread, possibly before this returns.
  void invoke(InvocationRequest request, Consumer<InvocationResult> done);

  /// Whether the node takes new work or only finishes what it has. It answers with a new revision
  /// of itself.
  void drain(boolean draining);

  void withdraw(FunctionId function, int version);

  /// Cuts off what runs of a function, whatever its version, within a second. Withdraw it first, so
  /// that nothing begins again.
  void kill(FunctionId function);

  void reclaim(int memoryMb);

  /// Has so many of the workers that there is leave for started ahead of calls and kept, used or
  /// not.
  void provision(FunctionId function, int version, int workerCount);

  /// Bytes of the node's ledger from an offset on, or from the oldest that is still kept if that is
  /// later.
  LedgerPage ledger(long offsetBytes, int bytesMax);

  /// Where the node takes invocations itself while it is cut off; empty if nowhere.
  String endpoint();

  /// The OS process that the node is in.
  long processId();

  /// What runs there.
  List<WorkerCount> workers();

  /// Bytes of a ledger.
  ///
  /// @param offsetBytes where they lie
  /// @param bytes empty at the end; the last block may be cut
  record LedgerPage(long offsetBytes, byte[] bytes) {}

  /// What is wrong at deploy.
  ///
  /// @param errorType as AWS Lambda would name it
  record PrepareProblem(String errorType, String message) {}

  /// Workers of one function version.
  ///
  /// @param provisionedCount workers that are kept whether they are used or not
  /// @param readyCount workers that have started
  /// @param failedStartCount starts ahead of calls that failed since the last that did not
  record WorkerCount(
      FunctionId function,
      int version,
      int liveCount,
      int busyCount,
      int frozenCount,
      int waitingCount,
      int provisionedCount,
      int readyCount,
      int failedStartCount) {}
}
