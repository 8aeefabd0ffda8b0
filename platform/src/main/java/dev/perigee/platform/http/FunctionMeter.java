package dev.perigee.platform.http;

import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counters of one function. Every amount is an integer, so nothing is lost however many there are.
final class FunctionMeter {
  /// Upper bounds of the buckets of handler time, in ns: 1-2-5 from 100 us to 10 s.
  static final long[] BOUNDS_NS = {
    100_000,
    200_000,
    500_000,
    1_000_000,
    2_000_000,
    5_000_000,
    10_000_000,
    20_000_000,
    50_000_000,
    100_000_000,
    200_000_000,
    500_000_000,
    1_000_000_000L,
    2_000_000_000L,
    5_000_000_000L,
    10_000_000_000L
  };

  /// Names of the phases of a cold start, in the order of `coldNs`.
  static final String[] PHASES = {"queue", "place", "fetch", "sandbox", "init", "handler"};

  private static final int OUTCOMES = Outcome.values().length;

  final LongAdder[] outcomes = adders(OUTCOMES);
  final LongAdder[] buckets = adders(BOUNDS_NS.length + 1);
  final LongAdder durationNs = new LongAdder();
  final LongAdder coldStarts = new LongAdder();
  final LongAdder[] coldNs = adders(PHASES.length);
  final Map<String, NodeMeter> nodes = new ConcurrentHashMap<>();

  void answered(LedgerEntry entry) {
    long handlerNs = entry.phases().handlerNs();
    outcomes[entry.outcome().ordinal()].increment();
    buckets[bucket(handlerNs)].increment();
    durationNs.add(handlerNs);
    if (entry.coldStart()) {
      cold(entry.phases());
    }
    node(entry.node()).add(entry.energy(), entry.carbon().totalNanoGramsCo2e());
  }

  void refused() {
    outcomes[Outcome.THROTTLED.ordinal()].increment();
  }

  private void cold(Phases phases) {
    coldStarts.increment();
    coldNs[0].add(phases.queueNs());
    coldNs[1].add(phases.placeNs());
    coldNs[2].add(phases.fetchNs());
    coldNs[3].add(phases.sandboxNs());
    coldNs[4].add(phases.initNs());
    coldNs[5].add(phases.handlerNs());
  }

  private NodeMeter node(String node) {
    NodeMeter meter = nodes.get(node);
    return meter != null ? meter : nodes.computeIfAbsent(node, _ -> new NodeMeter());
  }

  private static int bucket(long ns) {
    int bucket = 0;
    while (bucket < BOUNDS_NS.length && ns > BOUNDS_NS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  private static LongAdder[] adders(int count) {
    LongAdder[] adders = new LongAdder[count];
    for (int i = 0; i < count; i++) {
      adders[i] = new LongAdder();
    }
    return adders;
  }

  /// Energy and carbon of the function on one node.
  static final class NodeMeter {
    /// Names of the sources, in the order of `microJ`.
    static final String[] SOURCES = {"cpu", "memory", "gpu", "network", "idle", "platform"};

    final LongAdder[] microJ = adders(SOURCES.length);
    final LongAdder nanoGramsCo2e = new LongAdder();

    private void add(Energy energy, long carbonNanoGramsCo2e) {
      add(0, energy.cpuMicroJ());
      add(1, energy.memoryMicroJ());
      add(2, energy.gpuMicroJ());
      add(3, energy.networkMicroJ());
      add(4, energy.idleMicroJ());
      add(5, energy.platformMicroJ());
      nanoGramsCo2e.add(carbonNanoGramsCo2e);
    }

    private void add(int source, long amountMicroJ) {
      if (amountMicroJ != 0) {
        microJ[source].add(amountMicroJ);
      }
    }
  }
}
