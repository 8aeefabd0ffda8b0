package dev.perigee.simulator;

import dev.perigee.energy.Attribution;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.ClosedWindow;
import dev.perigee.energy.InFlight;
import dev.perigee.energy.MeterReading;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.Usage;
import dev.perigee.energy.WindowUsage;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;

/// What one node used: the invocations that run there, those that ended in the open metering
/// window, and the energy that closed windows have kept for those still running.
final class NodeAccount {
  /// CPU time of the platform per invocation. A warm call takes some 0.1 ms of it.
  static final long PLATFORM_CPU_NS = 100_000;

  /// An invocation that ended in the open window.
  ///
  /// @param position of its entry in the ledger
  record Ended(int position, LedgerEntry entry, Usage usage) {}

  /// A closed window and the entries that it settles.
  record Closing(ClosedWindow window, List<Ended> ended) {}

  private final int index;
  private final String node;
  private final NodePower power;
  private final long startUtcNs;
  private final List<Invocation> running = new ArrayList<>();
  private List<Ended> ended = new ArrayList<>();
  private InFlight inFlight = InFlight.NONE;
  private long fromNs;
  private boolean on = true;

  NodeAccount(int index, String node, NodePower power, long startUtcNs) {
    this.index = index;
    this.node = node;
    this.power = power;
    this.startUtcNs = startUtcNs;
  }

  /// Position of the node in the scenario.
  int index() {
    return index;
  }

  NodePower power() {
    return power;
  }

  long fromNs() {
    return fromNs;
  }

  boolean isOn() {
    return on;
  }

  /// Whether anything ran in the open window.
  boolean isActive() {
    return !running.isEmpty() || !ended.isEmpty();
  }

  void began(Invocation invocation) {
    invocation.accountPosition = running.size();
    running.add(invocation);
  }

  /// What an invocation used since the open window began, and that it does so no more.
  Usage ends(Invocation invocation, long endNs) {
    int position = invocation.accountPosition;
    if (position < 0) {
      return Usage.of(invocation.number, 0, 0, 0, true);
    }
    Invocation last = running.removeLast();
    if (last != invocation) {
      running.set(position, last);
      last.accountPosition = position;
    }
    invocation.accountPosition = -1;
    return usage(invocation, endNs, true);
  }

  void ended(int position, LedgerEntry entry, Usage usage) {
    ended.add(new Ended(position, entry, usage));
  }

  /// Closes the open window. Touches only this node, so nodes can be closed in parallel.
  Closing close(long toNs) {
    List<Usage> usages = new ArrayList<>(running.size() + ended.size());
    for (Invocation invocation : running) {
      usages.add(usage(invocation, toNs, false));
    }
    for (Ended each : ended) {
      usages.add(each.usage());
    }
    WindowUsage window =
        new WindowUsage(
            node,
            startUtcNs + fromNs,
            startUtcNs + toNs,
            toNs - fromNs,
            PLATFORM_CPU_NS * ended.size(),
            0,
            MeterReading.NONE,
            usages);
    ClosedWindow closed = Attribution.close(power, window, inFlight);
    Closing closing = new Closing(closed, ended);
    inFlight = closed.inFlight();
    ended = new ArrayList<>();
    fromNs = toNs;
    return closing;
  }

  /// The node draws nothing from now on; the window must be closed.
  void off() {
    on = false;
  }

  void on(long nowNs) {
    on = true;
    fromNs = nowNs;
  }

  /// An entry with its final energy, and the carbon of that.
  static LedgerEntry settled(LedgerEntry entry, Energy energy) {
    long operation =
        CarbonModel.operationNanoGrams(
            energy.totalMicroJ(), entry.pue(), entry.intensityGramsPerKwh());
    Carbon before = entry.carbon();
    return entry.settle(
        energy,
        new Carbon(operation, before.transmissionNanoGramsCo2e(), before.embodiedNanoGramsCo2e()));
  }

  private Usage usage(Invocation invocation, long toNs, boolean isEnded) {
    long sinceNs = Math.max(0, fromNs - invocation.beganNs);
    long untilNs = Math.max(0, toNs - invocation.beganNs);
    long cpuNs = invocation.cpuNs(untilNs) - invocation.cpuNs(sinceNs);
    if (isEnded) {
      cpuNs += invocation.startCpuNs();
    }
    return Usage.of(invocation.number, cpuNs, invocation.memoryMb(), untilNs - sinceNs, isEnded);
  }
}
