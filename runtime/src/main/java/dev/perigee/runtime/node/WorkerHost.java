package dev.perigee.runtime.node;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import java.util.function.Consumer;

/// Starts and calls workers. The live host blocks the calling thread; a stepped one comes back when
/// the test's clock says so. Either way each call has exactly one answer.
public interface WorkerHost {

  /// Starts a worker; `done` gets what came of it, on any thread.
  void start(PooledWorker worker, Consumer<StartResult> done);

  /// Sends an invocation; `done` gets the answer, on any thread, possibly before this returns.
  void call(Worker worker, Invocation invocation, Consumer<Answer> done);

  /// Does something soon, off the calling thread.
  void later(Runnable work);

  /// What came of a start.
  sealed interface StartResult {

    record Started(Worker worker, ColdStart start) implements StartResult {}

    record NotStarted(WorkerStartException problem, ColdStart start) implements StartResult {}
  }
}
