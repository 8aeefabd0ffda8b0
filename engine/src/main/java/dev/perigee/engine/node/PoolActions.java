package dev.perigee.engine.node;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;

/// What a pool wants done. Called while the pool changes, in order; an implementation notes or
/// starts the work and returns, it never calls the pool back.
///
/// @param <T> an invocation, as its caller knows it
public interface PoolActions<T> {

  /// Make the sandbox and load the code; then say `started` or `startFailed`.
  void start(PooledWorker worker);

  /// Run the invocation on the worker; then say `finished`.
  ///
  /// @param first whether it is the worker's first, so that it pays for the cold start
  /// @param thaw whether the worker is frozen and must be thawed before
  void assign(T ticket, PooledWorker worker, boolean first, boolean thaw);

  /// The invocation is not run.
  void refuse(T ticket, Refusal refusal);

  /// The invocation is not run because this worker could not be started.
  void fail(T ticket, PooledWorker worker);

  void freeze(PooledWorker worker);

  /// End the sandbox.
  void stop(PooledWorker worker);

  /// Whether a worker that is about to get an invocation is still there: an idle one may have been
  /// killed meanwhile. Asked on the path of every invocation.
  default boolean isAlive(PooledWorker worker) {
    return true;
  }

  /// Leave for workers is given back.
  void release(FunctionId function, int version, int workerCount);

  /// More workers are wanted than there is leave for.
  void demand(FunctionId function, int workerCount);
}
