package dev.perigee.world.wire;

import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort.PrepareProblem;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.util.List;
import java.util.Optional;

/// What a node answers to a `NodeCall`.
public sealed interface NodeAnswer {

  record Placed(PlacementResult result) implements NodeAnswer {}

  record Invoked(InvocationResult result) implements NodeAnswer {}

  record Prepared(Optional<PrepareProblem> problem) implements NodeAnswer {}

  record Done() implements NodeAnswer {}

  record Workers(List<WorkerCount> workers) implements NodeAnswer {
    public Workers {
      workers = List.copyOf(workers);
    }
  }

  /// Bytes of one file of the node's ledger; none at the end.
  ///
  /// @param offsetBytes where they lie in the ledger
  /// @param segmentOffsetBytes where their file begins
  /// @param segmentUtcNs when their file was begun
  record Ledger(long offsetBytes, long segmentOffsetBytes, long segmentUtcNs, byte[] bytes)
      implements NodeAnswer {}

  /// @param nextOffset where to go on from
  record Decisions(long nextOffset, List<Decision> decisions) implements NodeAnswer {
    public Decisions {
      decisions = List.copyOf(decisions);
    }
  }
}
