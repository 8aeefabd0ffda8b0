package dev.perigee.runtime.node;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.world.node.NodePort.LedgerPage;

/// What invocations cost on one node. Thread-safe; on the path of every invocation.
public interface Accounting {

  void update(Node node);

  /// An invocation begins to run.
  Running begin(PooledWorker pooled, Worker worker);

  /// An invocation has ended: its provisional entry, which is also on its way into the ledger.
  LedgerEntry end(Ended ended);

  /// A worker was started that no invocation has waited for.
  void startedAhead(ColdStart start);

  /// Bytes of the node's ledger.
  LedgerPage read(long offsetBytes, int bytesMax);
}
