package dev.perigee.platform.telemetry;

import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counters of one function. Every amount is an integer, so nothing is lost however many there are.
final class FunctionMeter {
  final LongAdder[] outcomes = adders(Outcome.values().length);
  final Histogram durations = new Histogram();
  final LongAdder coldStarts = new LongAdder();
  final LongAdder cpuNs = new LongAdder();
  final Map<String, NodeMeter> nodes = new ConcurrentHashMap<>();

  void answered(LedgerEntry entry) {
    outcomes[entry.outcome().ordinal()].increment();
    durations.add(entry.phases().handlerNs());
    cpuNs.add(entry.cpuNs());
    if (entry.coldStart()) {
      coldStarts.increment();
    }
    node(entry.node()).add(entry);
  }

  void refused() {
    outcomes[Outcome.THROTTLED.ordinal()].increment();
  }

  private NodeMeter node(String node) {
    NodeMeter meter = nodes.get(node);
    return meter != null ? meter : nodes.computeIfAbsent(node, _ -> new NodeMeter());
  }

  static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /// Energy, carbon and money of the function on one node.
  static final class NodeMeter {
    /// Names of the sources, in the order of `microJ`.
    static final String[] SOURCES = {"cpu", "memory", "gpu", "network", "idle", "platform"};

    final LongAdder[] microJ = adders(SOURCES.length);
    final LongAdder nanoGramsCo2e = new LongAdder();
    final LongAdder picoUsd = new LongAdder();

    private void add(LedgerEntry entry) {
      Energy energy = entry.energy();
      add(0, energy.cpuMicroJ());
      add(1, energy.memoryMicroJ());
      add(2, energy.gpuMicroJ());
      add(3, energy.networkMicroJ());
      add(4, energy.idleMicroJ());
      add(5, energy.platformMicroJ());
      nanoGramsCo2e.add(entry.carbon().totalNanoGramsCo2e());
      picoUsd.add(entry.money().totalPicoUsd());
    }

    private void add(int source, long amountMicroJ) {
      if (amountMicroJ != 0) {
        microJ[source].add(amountMicroJ);
      }
    }
  }
}
