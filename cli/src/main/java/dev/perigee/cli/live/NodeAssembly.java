package dev.perigee.cli.live;

import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.continuum.Node;
import dev.perigee.runtime.node.BlockingHost;
import dev.perigee.runtime.node.LiveNode;
import dev.perigee.runtime.node.Meters;
import dev.perigee.runtime.node.NodeMeter;
import dev.perigee.runtime.node.Tariff;
import dev.perigee.runtime.node.Tariff.Intensity;
import dev.perigee.runtime.node.Workshop;
import dev.perigee.world.Clock;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.node.ResourceCalls;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// One live node with its ledger, meter and timers.
public final class NodeAssembly implements AutoCloseable {
  private static final long FLUSH_MS = 200;
  private static final long INTENSITY_MS = 60_000;
  private static final long SYNC_MS = 1_500;

  /// What the nodes of one process share.
  public record Shared(
      Clock clock,
      ArtefactStore artefacts,
      FunctionLogs logs,
      Factories factories,
      Intensity intensity,
      PriceCatalogue prices,
      ExecutorService threads,
      ScheduledExecutorService timers,
      ResourceCalls calls,
      LedgerRetention retention,
      Consumer<String> report) {}

  private final LiveNode node;
  private final OpenLedger ledger;
  private final NodeMeter meter;
  private final Thread timer;
  private final ScheduledFuture<?>[] pulses;

  public NodeAssembly(
      Node description,
      NodePower power,
      Meters meters,
      Path folder,
      NodeListener listener,
      Shared shared) {
    String id = description.id();
    this.ledger =
        OpenLedger.open(
            folder.resolve("ledger"),
            id,
            shared.clock(),
            shared.retention().segments(),
            shared.report());
    Tariff tariff = new Tariff(CarbonModel.DEFAULT, shared.prices(), shared.intensity());
    this.meter = new NodeMeter(description, shared.clock(), power, tariff, meters, ledger.ledger());
    Workshop workshop =
        new Workshop(
            id, shared.artefacts(), shared.logs(), shared.factories()::find, shared.calls());
    BlockingHost host = new BlockingHost(workshop, shared.clock(), shared.threads());
    this.node = new LiveNode(description, shared.clock(), host, meter, listener, workshop::prepare);
    this.timer = Thread.ofPlatform().name("timer-" + id).daemon().start(this::runTimer);
    this.pulses =
        new ScheduledFuture<?>[] {
          every(shared, FLUSH_MS, () -> ledger.ledger().flush()),
          every(shared, INTENSITY_MS, () -> refresh(shared)),
          every(shared, SYNC_MS, () -> ledger.store().sync()),
          every(shared, TimeUnit.NANOSECONDS.toMillis(NodeMeter.WINDOW_NS), meter::closeWindow)
        };
  }

  public LiveNode node() {
    return node;
  }

  public OpenLedger ledger() {
    return ledger;
  }

  /// Ends the workers, closes the last window and brings the ledger to the disk.
  @Override
  public void close() {
    for (ScheduledFuture<?> pulse : pulses) {
      pulse.cancel(false);
    }
    timer.interrupt();
    node.stopAll();
    meter.closeWindow();
    ledger.ledger().flush();
    ledger.store().close();
  }

  /// Tells the engine when the grid's hour has changed.
  private void refresh(Shared shared) {
    Node before = node.node();
    double gramsPerKwh = shared.intensity().gramsPerKwh(before.zone(), shared.clock().utcNs());
    if (gramsPerKwh != before.intensityGramsPerKwh()) {
      node.update(before.withIntensity(gramsPerKwh));
    }
  }

  private void runTimer() {
    try {
      node.runTimer();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Work that goes on after a failure, such as a full disk, and says so once per kind of failure.
  private static ScheduledFuture<?> every(Shared shared, long periodMs, Runnable work) {
    Runnable guarded = new Guarded(work, shared.report());
    return shared.timers().scheduleAtFixedRate(guarded, periodMs, periodMs, TimeUnit.MILLISECONDS);
  }
}
