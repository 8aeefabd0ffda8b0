package dev.perigee.runtime.worker;

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

  /// The code can't be loaded; `body` is the error's JSON as AWS Lambda words it.
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
}
