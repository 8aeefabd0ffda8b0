package dev.perigee.ledger;

import dev.perigee.ledger.text.LedgerCsv;
import dev.perigee.ledger.text.LedgerJson;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Phases;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/// What the ledger costs per entry, in CPU time of the one thread (so that a busy machine disturbs
/// little): run `main` with the test classes on the path. Each round handles 2,500 entries, a flush
/// at 10,000 invocations a second; prints the median and the 99th percentile of the rounds after a
/// warm-up, and a check sum of what was made.
public final class LedgerCost {
  private static final int ENTRIES = 2_500;
  private static final int ROUNDS = 1_200;

  private final List<LedgerEntry> samples = RandomEntries.list(1, ENTRIES);
  private final LedgerBuffer buffer = new LedgerBuffer("node-1", 0, ENTRIES);
  private byte[] segment = new byte[0];

  public static void main(String[] args) {
    LedgerCost cost = new LedgerCost();
    measure("build and append", cost::append);
    measure("build, append, encode", cost::appendAndEncode);
    measure("decode and merge", cost::read);
    measure("decode, merge, JSON", cost::json);
    measure("decode, merge, CSV", cost::csv);
    System.out.printf(
        Locale.ROOT, "%.1f bytes per entry%n", (double) cost.segment.length / ENTRIES);
  }

  private static void measure(String what, LongSupplier round) {
    long[] ns = new long[ROUNDS];
    long check = 0;
    for (int i = 0; i < ROUNDS; i++) {
      long from = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      check += round.getAsLong();
      ns[i] = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - from;
    }
    long[] warm = Arrays.copyOfRange(ns, ROUNDS / 3, ROUNDS);
    Arrays.sort(warm);
    System.out.printf(
        Locale.ROOT,
        "%-24s p50 %6.0f ns, p99 %6.0f ns per entry (n = %d x %d, check %d)%n",
        what,
        (double) warm[warm.length / 2] / ENTRIES,
        (double) warm[warm.length * 99 / 100] / ENTRIES,
        warm.length,
        ENTRIES,
        check);
  }

  private long append() {
    LedgerBuffer fresh = new LedgerBuffer("node-1", 0, ENTRIES);
    long last = 0;
    for (LedgerEntry sample : samples) {
      last = fresh.append(fresh(sample));
    }
    return last;
  }

  private long appendAndEncode() {
    for (LedgerEntry sample : samples) {
      buffer.append(fresh(sample));
    }
    segment = buffer.drain();
    return segment.length;
  }

  private long read() {
    long[] count = new long[1];
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, entry -> count[0]++);
    SegmentFormat.scan(ByteBuffer.wrap(segment), reader::accept);
    reader.finish();
    return count[0];
  }

  private long json() {
    StringBuilder out = new StringBuilder(ENTRIES * 1_000);
    LedgerJson json = LedgerJson.begin(out);
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, json);
    SegmentFormat.scan(ByteBuffer.wrap(segment), reader::accept);
    json.end(reader.finish().nodes());
    return out.length();
  }

  private long csv() {
    StringBuilder out = new StringBuilder(ENTRIES * 400);
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, LedgerCsv.begin(out));
    SegmentFormat.scan(ByteBuffer.wrap(segment), reader::accept);
    reader.finish();
    return out.length();
  }

  /// All objects that an invocation makes for its entry.
  private static LedgerEntry fresh(LedgerEntry e) {
    Phases p = e.phases();
    Energy j = e.energy();
    Carbon c = e.carbon();
    Money m = e.money();
    return new LedgerEntry(
        e.invocationId(),
        e.tenant(),
        e.function(),
        e.version(),
        e.node(),
        e.startedUtcNs(),
        e.outcome(),
        e.coldStart(),
        new Phases(p.queueNs(), p.placeNs(), p.fetchNs(), p.sandboxNs(), p.initNs(), p.handlerNs()),
        e.memoryMb(),
        e.cpuNs(),
        e.bytesIn(),
        e.bytesOut(),
        new Energy(
            j.cpuMicroJ(),
            j.memoryMicroJ(),
            j.gpuMicroJ(),
            j.networkMicroJ(),
            j.idleMicroJ(),
            j.platformMicroJ()),
        new Carbon(
            c.operationNanoGramsCo2e(), c.transmissionNanoGramsCo2e(), c.embodiedNanoGramsCo2e()),
        new Money(
            m.invocationPicoUsd(),
            m.computePicoUsd(),
            m.transferPicoUsd(),
            m.statePicoUsd(),
            m.servicesPicoUsd()),
        e.quality(),
        e.settled(),
        e.intensityGramsPerKwh(),
        e.pue(),
        e.planId(),
        e.decisionId());
  }
}
