package dev.perigee.platform.live;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Explanations;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Images;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Logs;
import dev.perigee.platform.control.Nodes;
import dev.perigee.platform.control.Safeguards;
import java.util.function.BooleanSupplier;

/// The parts of a live control plane in one hand.
public record LiveControlPlane(
    Functions functions,
    Images images,
    Invoker invoker,
    Ledgers ledgers,
    Explanations explanations,
    Nodes nodes,
    Logs logs,
    Safeguards safeguards,
    BooleanSupplier readiness)
    implements ControlPlane {

  @Override
  public boolean isReady() {
    return readiness.getAsBoolean();
  }

  /// Reads function logs from their files.
  public static Logs logsIn(FunctionLogs files) {
    return new FileLogs(files);
  }
}
