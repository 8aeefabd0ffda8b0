package dev.perigee.platform.control;

import dev.perigee.fabric.resource.Resources;
import dev.perigee.platform.trigger.Triggers;
import java.util.List;

/// Everything the front doors need.
public interface ControlPlane {

  Functions functions();

  Images images();

  Versions versions();

  Invoker invoker();

  Events events();

  /// What makes functions run by itself.
  default Triggers triggers() {
    throw new ControlException(
        ControlException.Kind.UNSUPPORTED_HERE,
        List.of("there are no triggers here: ask the control plane"));
  }

  /// What will go wrong.
  default Review review() {
    return Review.NONE;
  }

  /// What calls will come to.
  default Estimates estimates() {
    return Estimates.NONE;
  }

  /// Queues, tables, buckets and topics.
  default Resources resources() {
    throw new ControlException(
        ControlException.Kind.UNSUPPORTED_HERE,
        List.of("there are no resources here: ask the control plane"));
  }

  Ledgers ledgers();

  Explanations explanations();

  Nodes nodes();

  Logs logs();

  Safeguards safeguards();

  Accounts accounts();

  Telemetry telemetry();

  /// Copies of all that is kept here.
  default Backups backups() {
    return Backups.NONE;
  }

  /// How well the parts are.
  default List<HealthCheck> health() {
    return List.of(HealthCheck.required("recovered", isReady(), "the data folder is served"));
  }

  /// Whether all that the data folder holds is served again.
  boolean isReady();
}
