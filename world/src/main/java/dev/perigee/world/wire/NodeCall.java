package dev.perigee.world.wire;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.node.InvocationRequest;
import java.util.List;

/// What a control plane asks of a node.
public sealed interface NodeCall {

  record Place(Plan plan, Placement placement, FunctionSpec function) implements NodeCall {}

  /// @param streams whether the caller reads the answer while it comes, in [AnswerPart]s
  record Invoke(InvocationRequest request, boolean streams) implements NodeCall {}

  record Prepare(FunctionSpec function) implements NodeCall {}

  record Drain(boolean draining) implements NodeCall {}

  record Withdraw(FunctionId function, int version) implements NodeCall {}

  record Kill(FunctionId function) implements NodeCall {}

  record Reclaim(int memoryMb) implements NodeCall {}

  record Provision(FunctionId function, int version, int workerCount) implements NodeCall {}

  record Workers() implements NodeCall {}

  /// Bytes of the node's ledger, as they lie in its files.
  record Ledger(long offsetBytes, int bytesMax) implements NodeCall {}

  /// Decisions that the node took while it was alone, from an offset of its journal on.
  record Decisions(long fromOffset, int recordsMax) implements NodeCall {}

  /// What is deployed, so that the node can go on alone.
  ///
  /// @param all whether these are all functions: what is not listed was deleted
  record Know(boolean all, List<FunctionSpec> deployed, List<FunctionId> deleted)
      implements NodeCall {
    public Know {
      deployed = List.copyOf(deployed);
      deleted = List.copyOf(deleted);
    }
  }
}
