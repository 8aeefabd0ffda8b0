package dev.perigee.simulator;

import dev.perigee.energy.Attribution;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.ClosedWindow;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.energy.Reservation;
import dev.perigee.energy.Usage;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.model.work.Workers;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.Scenario.Site;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The ledger of a simulation. Energy, carbon and money come from the formulas that the live
/// platform books with. Metering windows are 1 s long; a stretch in which nothing ran on a node is
/// one window.
final class Accounts {
  static final long WINDOW_NS = 1_000_000_000L;
  private static final int NODES_PER_CHUNK = 16;

  private final Scenario scenario;
  private final Workers workers;
  private final List<NodeAccount> nodes = new ArrayList<>();
  private final List<NodeAccount> active = new ArrayList<>();
  private final List<LedgerEntry> entries = new ArrayList<>();
  private final List<NodeWindow> windows = new ArrayList<>();
  private long windowEndNs = WINDOW_NS;
  private int goneCount;

  Accounts(Scenario scenario, Workers workers) {
    this.scenario = scenario;
    this.workers = workers;
  }

  NodeAccount open(Site site) {
    NodeAccount account =
        new NodeAccount(nodes.size(), site.node().id(), site.power(), scenario.startUtcNs());
    nodes.add(account);
    return account;
  }

  /// Entries in the order in which the invocations ended.
  List<LedgerEntry> entries() {
    return entries;
  }

  /// Windows in the order in which they were closed.
  List<NodeWindow> windows() {
    return windows;
  }

  /// Invocations of functions that did not exist: they leave no entry.
  int goneCount() {
    return goneCount;
  }

  /// Closes all windows that end before a time. What happens at the very end of a window still
  /// belongs to it.
  void advance(long nextNs) {
    while (windowEndNs < nextNs) {
      if (active.isEmpty()) {
        windowEndNs = Math.ceilDiv(nextNs, WINDOW_NS) * WINDOW_NS;
      } else {
        closeActive(windowEndNs);
        windowEndNs += WINDOW_NS;
      }
    }
  }

  /// Closes everything at the end of the simulation.
  void close(long nowNs) {
    advance(nowNs);
    for (NodeAccount node : nodes) {
      if (node.isOn() && (node.isActive() || node.fromNs() < nowNs)) {
        book(node.close(nowNs));
      }
    }
    active.clear();
  }

  void began(NodeAccount node, Invocation invocation) {
    activate(node);
    node.began(invocation);
  }

  LedgerEntry ended(
      NodeAccount node, Invocation invocation, Outcome outcome, long handlerNs, long nowNs) {
    activate(node);
    Usage usage = node.ends(invocation, nowNs);
    LedgerEntry entry = entry(node, invocation, outcome, handlerNs);
    node.ended(entries.size(), entry, usage);
    entries.add(entry);
    return entry;
  }

  /// A node has stopped: its window ends here.
  void off(NodeAccount node, long nowNs) {
    book(node.close(nowNs));
    node.off();
    active.remove(node);
  }

  void refused(Invocation invocation, Refusal refusal) {
    if (refusal == Refusal.GONE) {
      goneCount++;
    } else {
      entries.add(throttled(invocation));
    }
  }

  private void activate(NodeAccount node) {
    if (node.isActive()) {
      return;
    }
    active.add(node);
    long windowFromNs = windowEndNs - WINDOW_NS;
    if (node.fromNs() < windowFromNs) {
      book(node.close(windowFromNs));
    }
  }

  private void closeActive(long toNs) {
    active.sort(Comparator.comparingInt(NodeAccount::index));
    List<NodeAccount> closing = List.copyOf(active);
    workers
        .map(closing.size(), NODES_PER_CHUNK, (from, to) -> closeAll(closing, from, to, toNs))
        .forEach(chunk -> chunk.forEach(this::book));
    active.removeIf(node -> !node.isActive());
  }

  private static List<Settled> closeAll(List<NodeAccount> closing, int from, int to, long toNs) {
    List<Settled> closed = new ArrayList<>();
    for (int i = from; i < to; i++) {
      closed.add(settle(closing.get(i).close(toNs)));
    }
    return closed;
  }

  /// A closed window with its entries as they are final.
  private record Settled(NodeWindow row, List<Integer> positions, List<LedgerEntry> entries) {}

  private static Settled settle(NodeAccount.Closing closing) {
    Map<Long, Energy> energy = new TreeMap<>();
    for (ClosedWindow.Settled each : closing.window().settled()) {
      energy.put(each.id(), each.energy());
    }
    List<Integer> positions = new ArrayList<>();
    List<LedgerEntry> settled = new ArrayList<>();
    for (NodeAccount.Ended each : closing.ended()) {
      positions.add(each.position());
      settled.add(
          NodeAccount.settled(each.entry(), energy.getOrDefault(each.usage().id(), Energy.NONE)));
    }
    return new Settled(closing.window().row(), positions, settled);
  }

  private void book(NodeAccount.Closing closing) {
    book(settle(closing));
  }

  private void book(Settled settled) {
    windows.add(settled.row());
    for (int i = 0; i < settled.positions().size(); i++) {
      entries.set(settled.positions().get(i), settled.entries().get(i));
    }
  }

  private LedgerEntry entry(
      NodeAccount node, Invocation invocation, Outcome outcome, long handlerNs) {
    Site site = scenario.sites().get(node.index());
    long utcNs = scenario.startUtcNs() + invocation.arrivedNs;
    int memoryMb = invocation.memoryMb();
    long cpuNs = invocation.cpuNs(handlerNs) + invocation.startCpuNs();
    Energy energy =
        Attribution.provisional(
            node.power(),
            Usage.of(invocation.number, cpuNs, memoryMb, handlerNs, true),
            NodeAccount.PLATFORM_CPU_NS,
            0,
            1);
    double gramsPerKwh = site.gramsPerKwh().applyAsDouble(utcNs);
    long bytes = invocation.bytesIn() + invocation.bytesOut();
    Carbon carbon =
        CarbonModel.DEFAULT.of(
            energy.totalMicroJ(),
            new CarbonModel.Site(site.node().pue(), gramsPerKwh),
            site.gatewayDelayNs() > 0 ? bytes : 0,
            Reservation.vcpus(memoryMb, node.power().vcpus()),
            handlerNs);
    Money money =
        scenario
            .prices()
            .bill(memoryMb, handlerNs, invocation.bytesOut(), PriceCatalogue.StateUse.NONE, 0);
    return new LedgerEntry(
        invocation.id(),
        invocation.function.tenant(),
        invocation.function.name(),
        invocation.function.versionNumber(),
        site.node().id(),
        utcNs,
        outcome,
        invocation.coldStart,
        invocation.phases(handlerNs),
        memoryMb,
        cpuNs,
        invocation.bytesIn(),
        invocation.bytesOut(),
        energy,
        carbon,
        money,
        Quality.MODELLED,
        false,
        gramsPerKwh,
        site.node().pue(),
        invocation.planId,
        invocation.decisionId);
  }

  private LedgerEntry throttled(Invocation invocation) {
    return new LedgerEntry(
        invocation.id(),
        invocation.function.tenant(),
        invocation.function.name(),
        invocation.function.versionNumber(),
        "",
        scenario.startUtcNs() + invocation.arrivedNs,
        Outcome.THROTTLED,
        false,
        Phases.NONE,
        invocation.memoryMb(),
        0,
        invocation.bytesIn(),
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        true,
        0,
        1,
        0,
        0);
  }
}
