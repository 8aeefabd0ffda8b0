package dev.perigee.runtime.worker;

/// Makes workers of one runtime under one isolation. Thread-safe.
public interface WorkerFactory extends AutoCloseable {

  /// Does what can be done before the first call: compiles, warms a zygote, checks that the machine
  /// has what is needed. Called at deploy, off the request path; a problem is told to who deploys.
  void prepare(WorkerSpec spec) throws WorkerStartException;

  /// Blocks until the function's code is loaded and the worker can take its first invocation.
  Worker start(WorkerSpec spec) throws WorkerStartException;

  @Override
  void close();
}
