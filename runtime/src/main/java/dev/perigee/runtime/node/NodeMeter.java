package dev.perigee.runtime.node;

import dev.perigee.energy.Attribution;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.ClosedWindow;
import dev.perigee.energy.InFlight;
import dev.perigee.energy.MeterReading;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.Reservation;
import dev.perigee.energy.Usage;
import dev.perigee.energy.WindowUsage;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.ledger.Settlement;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.world.Clock;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Meters one node: gives each invocation a provisional entry when it ends, and settles it when its
/// metering window closes, so that the energy of all entries and what is nobody's add up to the
/// node's energy. Thread-safe.
public final class NodeMeter implements Accounting {
  /// Settled well within five seconds of the answer.
  public static final long WINDOW_NS = 1_000_000_000L;

  private static final double MEAN_WEIGHT = 0.2;

  /// An entry that waits for its window to close.
  private record Open(long sequence, LedgerEntry entry) {}

  private final Clock clock;
  private final NodePower power;
  private final Tariff tariff;
  private final Meters meters;
  private final NodeLedger ledger;
  private final Set<Running> active = ConcurrentHashMap.newKeySet();
  private final AtomicLong usageSequence = new AtomicLong();

  /// CPU time of starts that no invocation has waited for: the platform's own work.
  private final AtomicLong aheadCpuNs = new AtomicLong();

  private final ReentrantLock lock = new ReentrantLock();
  private List<Usage> ended = new ArrayList<>();
  private Map<Long, Open> open = new HashMap<>();
  private InFlight inFlight = InFlight.NONE;
  private long windowFromUtcNs;
  private long windowFromNs;
  private long platformCpuMarkNs;
  private OptionalLong processorMarkMicroJ;
  private volatile Node node;
  private volatile double scale = 1;
  private volatile double utilisationFraction;
  private volatile long platformCpuPerInvocationNs = 100_000;

  public NodeMeter(
      Node node, Clock clock, NodePower power, Tariff tariff, Meters meters, NodeLedger ledger) {
    this.node = node;
    this.clock = clock;
    this.power = power;
    this.tariff = tariff;
    this.meters = meters;
    this.ledger = ledger;
    this.windowFromUtcNs = clock.utcNs();
    this.windowFromNs = clock.monoNs();
    this.platformCpuMarkNs = meters.platformCpuNs();
    this.processorMarkMicroJ = meters.processorMicroJ();
  }

  @Override
  public void update(Node changed) {
    node = changed;
  }

  @Override
  public Running begin(PooledWorker pooled, Worker worker) {
    FunctionSpec function = pooled.function();
    Running running =
        new Running(
            usageSequence.incrementAndGet(),
            worker,
            function.memoryMb(),
            function.workerConcurrency() == 1,
            clock.monoNs());
    active.add(running);
    return running;
  }

  @Override
  public LedgerEntry end(Ended invocation) {
    invocation.running().ifPresent(active::remove);
    LedgerEntry entry = entry(invocation);
    lock.lock();
    try {
      Usage rest = rest(invocation);
      ended.add(rest);
      open.put(rest.id(), new Open(ledger.append(entry), entry));
    } finally {
      lock.unlock();
    }
    return entry;
  }

  /// What no window has booked yet of an invocation that has ended.
  private Usage rest(Ended invocation) {
    long cpuNs = invocation.cpuNs();
    long wallNs = invocation.answer().handlerNs();
    int memoryMb = invocation.worker().function().memoryMb();
    if (invocation.running().isEmpty()) {
      return Usage.of(usageSequence.incrementAndGet(), cpuNs, memoryMb, wallNs, true);
    }
    Running running = invocation.running().get();
    return Usage.of(
        running.usageId,
        Math.max(0, cpuNs - running.bookedCpuNs),
        memoryMb,
        Math.max(0, wallNs - running.bookedWallNs),
        true);
  }

  private LedgerEntry entry(Ended invocation) {
    FunctionSpec function = invocation.worker().function();
    Node here = node;
    long handlerNs = invocation.answer().handlerNs();
    long cpuNs = invocation.cpuNs();
    Usage whole = Usage.of(0, cpuNs, function.memoryMb(), handlerNs, true);
    Energy energy =
        Attribution.provisional(
            power, whole, platformCpuPerInvocationNs, utilisationFraction, scale);
    double gramsPerKwh = tariff.intensity().gramsPerKwh(here.zone(), invocation.startedUtcNs());
    double vcpus = Reservation.vcpus(function.memoryMb(), power.vcpus());
    Carbon carbon =
        new Carbon(
            CarbonModel.operationNanoGrams(energy.totalMicroJ(), here.pue(), gramsPerKwh),
            0,
            tariff.carbon().embodiedNanoGrams(vcpus, handlerNs));
    return new LedgerEntry(
        invocation.request().invocationId(),
        function.tenant(),
        function.name(),
        function.id().versionNumber(),
        here.id(),
        invocation.startedUtcNs(),
        invocation.answer().outcome(),
        invocation.coldStart().isPresent(),
        phases(invocation),
        function.memoryMb(),
        cpuNs,
        invocation.request().payload().length,
        invocation.answer().payload().length
            + invocation.answer().streamedBytes()
            + invocation.answer().egressBytes(),
        energy,
        carbon,
        money(invocation, function, handlerNs),
        quality(),
        false,
        gramsPerKwh,
        here.pue(),
        invocation.worker().planId(),
        invocation.worker().decisionId());
  }

  private Money money(Ended invocation, FunctionSpec function, long handlerNs) {
    return invocation.answer().outcome() == Outcome.THROTTLED
        ? Money.NONE
        : tariff.prices().bill(function.memoryMb(), handlerNs);
  }

  @Override
  public void startedAhead(ColdStart start) {
    var _ = aheadCpuNs.addAndGet(start.cpuNs());
  }

  private Quality quality() {
    return processorMarkMicroJ.isPresent() ? Quality.MEASURED : Quality.MODELLED;
  }

  private static Phases phases(Ended invocation) {
    long handlerNs = invocation.answer().handlerNs();
    if (invocation.coldStart().isEmpty()) {
      return new Phases(invocation.waitedNs(), 0, 0, 0, 0, handlerNs);
    }
    ColdStart start = invocation.coldStart().get();
    long placeNs = invocation.request().placedNs();
    long startNs = start.fetchNs() + start.phases().sandboxNs() + start.phases().initNs();
    long queueNs = Math.max(0, invocation.waitedNs() - placeNs - startNs);
    return new Phases(
        queueNs,
        placeNs,
        start.fetchNs(),
        start.phases().sandboxNs(),
        start.phases().initNs(),
        handlerNs);
  }

  /// Closes the window: shares its energy out and settles the entries of what has ended in it.
  /// Called once a second.
  public void closeWindow() {
    SettlementEvent event = new SettlementEvent();
    event.begin();
    lock.lock();
    try {
      long nowNs = clock.monoNs();
      long nowUtcNs = Math.max(windowFromUtcNs, clock.utcNs());
      List<Usage> usages = ended;
      for (Running running : active) {
        usages.add(markOf(running, nowNs));
      }
      long platformNs = platformCpuNs();
      ClosedWindow closed =
          Attribution.close(
              power,
              new WindowUsage(
                  node.id(),
                  windowFromUtcNs,
                  nowUtcNs,
                  nowNs - windowFromNs,
                  platformNs,
                  0,
                  reading(),
                  usages),
              inFlight);
      settle(closed);
      estimate(closed, usages, platformNs, nowNs - windowFromNs);
      event.tell(node.id(), nowNs - windowFromNs, closed.settled().size());
      inFlight = closed.inFlight();
      ended = new ArrayList<>();
      windowFromNs = nowNs;
      windowFromUtcNs = nowUtcNs;
    } finally {
      lock.unlock();
    }
  }

  private void settle(ClosedWindow closed) {
    List<Settlement> settlements = new ArrayList<>(closed.settled().size());
    for (ClosedWindow.Settled settled : closed.settled()) {
      Open entry = open.remove(settled.id());
      if (entry != null) {
        long operationNanoGrams =
            CarbonModel.operationNanoGrams(
                settled.energy().totalMicroJ(),
                entry.entry().pue(),
                entry.entry().intensityGramsPerKwh());
        settlements.add(
            new Settlement(
                entry.sequence(),
                node.id(),
                closed.row().toUtcNs(),
                settled.energy(),
                operationNanoGrams));
      }
    }
    ledger.close(closed.row(), settlements);
  }

  /// The window's part of an invocation that goes on running.
  private static Usage markOf(Running running, long nowNs) {
    long wallNs = Math.max(0, nowNs - running.markNs);
    long cpuNs = 0;
    if (running.alone) {
      long cpuNowNs = running.worker.cpuNs();
      cpuNs = running.cpuMarkNs < 0 ? 0 : Math.max(0, cpuNowNs - running.cpuMarkNs);
      running.cpuMarkNs = cpuNowNs;
    }
    running.markNs = nowNs;
    running.bookedWallNs += wallNs;
    running.bookedCpuNs += cpuNs;
    return Usage.of(running.usageId, cpuNs, running.memoryMb, wallNs, false);
  }

  private long platformCpuNs() {
    long nowNs = meters.platformCpuNs();
    long usedNs = Math.max(0, nowNs - platformCpuMarkNs) + aheadCpuNs.getAndSet(0);
    platformCpuMarkNs = nowNs;
    return usedNs;
  }

  private MeterReading reading() {
    OptionalLong now = meters.processorMicroJ();
    OptionalLong before = processorMarkMicroJ;
    processorMarkMicroJ = now;
    return now.isPresent() && before.isPresent()
        ? MeterReading.processor(Math.max(0, now.getAsLong() - before.getAsLong()))
        : MeterReading.NONE;
  }

  /// What later provisional entries go by.
  private void estimate(ClosedWindow closed, List<Usage> usages, long platformNs, long windowNs) {
    scale = closed.scale();
    long cpuNs = platformNs;
    int endedCount = 0;
    for (Usage usage : usages) {
      cpuNs += usage.cpuNs();
      endedCount += usage.ended() ? 1 : 0;
    }
    utilisationFraction = windowNs == 0 ? 0 : Math.min(1, cpuNs / (windowNs * power.vcpus()));
    if (endedCount > 0) {
      double perInvocationNs = (double) platformNs / endedCount;
      double mean =
          platformCpuPerInvocationNs + MEAN_WEIGHT * (perInvocationNs - platformCpuPerInvocationNs);
      platformCpuPerInvocationNs = Math.min(Math.round(mean), Attribution.PLATFORM_CPU_NS_MAX);
    }
  }

  @Override
  public LedgerPage read(long offsetBytes, int bytesMax) {
    return ledger.read(offsetBytes, bytesMax);
  }
}
