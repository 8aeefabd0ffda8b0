package dev.perigee.platform.control;

/// Everything the front doors need.
public interface ControlPlane {

  Functions functions();

  Images images();

  Versions versions();

  Invoker invoker();

  Events events();

  Ledgers ledgers();

  Explanations explanations();

  Nodes nodes();

  Logs logs();

  Safeguards safeguards();

  Telemetry telemetry();

  /// Whether all that the data folder holds is served again.
  boolean isReady();
}
