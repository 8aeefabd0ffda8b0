package dev.perigee.platform.live;

import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.platform.control.Accounts;
import dev.perigee.platform.control.Backups;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Estimates;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Explanations;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.HealthCheck;
import dev.perigee.platform.control.Images;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Logs;
import dev.perigee.platform.control.NoEvents;
import dev.perigee.platform.control.Nodes;
import dev.perigee.platform.control.Review;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Telemetry;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.trigger.Triggers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The parts of a live control plane in one hand.
///
/// @param registry empty on a node, which only hears of what is deployed
/// @param queue empty on a node, where everybody waits for an answer
/// @param triggerBook empty on a node, where nothing runs by itself
/// @param resourceStore empty on a node
public record LiveControlPlane(
    Functions functions,
    Images images,
    Optional<Versions> registry,
    Invoker invoker,
    Optional<Events> queue,
    Optional<Triggers> triggerBook,
    Optional<Resources> resourceStore,
    Review review,
    Estimates estimates,
    Ledgers ledgers,
    Explanations explanations,
    Nodes nodes,
    Logs logs,
    Safeguards safeguards,
    Accounts accounts,
    Telemetry telemetry,
    Backups backups,
    Supplier<List<HealthCheck>> checks,
    BooleanSupplier readiness)
    implements ControlPlane {

  @Override
  public Versions versions() {
    return registry.orElseThrow(() ->
        new ControlException(
            ControlException.Kind.UNSUPPORTED_HERE,
            List.of("a node knows no versions and aliases: ask the control plane")));
  }

  @Override
  public Events events() {
    return queue.orElseGet(NoEvents::new);
  }

  @Override
  public Triggers triggers() {
    return triggerBook.orElseGet(ControlPlane.super::triggers);
  }

  @Override
  public Resources resources() {
    return resourceStore.orElseGet(ControlPlane.super::resources);
  }

  @Override
  public List<HealthCheck> health() {
    List<HealthCheck> all = new ArrayList<>(ControlPlane.super.health());
    all.addAll(checks.get());
    return all;
  }

  @Override
  public boolean isReady() {
    return readiness.getAsBoolean();
  }

  /// Reads function logs from their files.
  public static Logs logsIn(FunctionLogs files) {
    return new FileLogs(files);
  }
}
