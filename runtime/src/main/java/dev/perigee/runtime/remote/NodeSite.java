package dev.perigee.runtime.remote;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;

/// What belongs to a node beside its workers. Thread-safe.
public interface NodeSite {

  /// Where the node takes invocations itself; empty if nowhere.
  String endpoint();

  /// Contact with a control plane of this epoch is there. Returns at once.
  void inContact(long epoch);

  /// What is deployed has changed.
  void know(NodeCall.Know news);

  /// Fetches the function's code if it is not here yet. What can't be fetched shows when a worker
  /// is to start.
  void fetch(FunctionSpec function);

  /// Bytes of one file of the ledger that are on the disk.
  NodeAnswer.Ledger ledger(long offsetBytes, int bytesMax);

  /// Decisions of the node's own engine, from an offset of its journal on.
  NodeAnswer.Decisions decisions(long fromOffset, int recordsMax);
}
