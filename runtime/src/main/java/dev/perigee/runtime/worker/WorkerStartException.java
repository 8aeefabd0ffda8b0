package dev.perigee.runtime.worker;

import java.util.UUID;

/// A worker that could not be made.
public final class WorkerStartException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Whose fault it is.
  public enum Fault {
    /// The function's code: its body is answered to the caller as the function's error.
    FUNCTION,
    /// The machine lacks something: the message names the package to install.
    MACHINE,
    /// Limits of the platform: processes, descriptors, memory.
    PLATFORM
  }

  private final Fault fault;
  private final byte[] body;

  private WorkerStartException(Fault fault, String message, byte[] body) {
    super(message);
    this.fault = fault;
    this.body = body;
  }

  /// The code can't be loaded; `body` is the error's JSON as AWS Lambda words it, with
  /// `FunctionErrors.NOBODY` where the request id belongs: several callers may wait for one start.
  public static WorkerStartException ofFunction(String message, byte[] body) {
    return new WorkerStartException(Fault.FUNCTION, message, body.clone());
  }

  public static WorkerStartException ofMachine(String message) {
    return new WorkerStartException(Fault.MACHINE, message, new byte[0]);
  }

  public static WorkerStartException ofPlatform(String message) {
    return new WorkerStartException(Fault.PLATFORM, message, new byte[0]);
  }

  public Fault fault() {
    return fault;
  }

  public byte[] body() {
    return body.clone();
  }

  /// The error's JSON with the request id of the caller who is told.
  public byte[] bodyFor(UUID requestId) {
    return FunctionErrors.addressedTo(requestId, body);
  }
}
