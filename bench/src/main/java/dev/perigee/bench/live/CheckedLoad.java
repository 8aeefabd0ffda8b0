package dev.perigee.bench.live;

import dev.perigee.bench.ledger.LedgerCheck;
import dev.perigee.bench.load.CpuTime;
import dev.perigee.bench.load.Load;
import dev.perigee.bench.load.LoadPlan;
import dev.perigee.bench.load.LoadResult;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// A load with the CPU time of everybody, and afterwards the ledger, which has to add up and to
/// hold as many invocations as were answered since the platform started.
final class CheckedLoad {
  private static final int CHECKS_MAX = 8;

  /// An entry is settled when its window of a second has closed, and written soon after.
  private static final long CHECK_PAUSE_MS = 1_500;

  private final Platform platform;
  private long answeredCount;
  private long refusedCount;

  CheckedLoad(Platform platform) {
    this.platform = platform;
  }

  /// A load that only warms the platform up; its calls count in the ledger.
  void warmUp(LoadPlan plan) throws InterruptedException {
    var _ = run(plan, new LinkedHashMap<>());
  }

  private static void requireAnswers(LoadResult result) {
    if (result.latencies().count() == 0) {
      throw new IllegalStateException(
          "no right answer in the time that counts; the first wrong one: " + result.firstWrong());
    }
  }

  private LoadResult run(LoadPlan plan, Map<String, Double> more) throws InterruptedException {
    CpuTime[] before = new CpuTime[2];
    LoadResult result =
        Load.run(
            plan,
            () -> {
              before[0] = CpuTime.of(platform.pid());
              before[1] = CpuTime.ofThisProcess();
            });
    CpuTime both = CpuTime.of(platform.pid()).since(before[0]);
    CpuTime own = CpuTime.ofThisProcess().since(before[1]);
    double count = Math.max(1, result.latencies().count());
    more.put("platformCpuUs", both.ownNs() / 1e3 / count);
    more.put("workersCpuUs", both.descendantsNs() / 1e3 / count);
    more.put("loadCpuUs", own.ownNs() / 1e3 / count);
    more.put("wrong", (double) result.wrongCount());
    answeredCount += result.answeredCount();
    refusedCount += result.refusedCount();
    return result;
  }

  /// Times of answers from when each was due.
  Figure latency(String name, double aimUs, LoadPlan plan) throws InterruptedException {
    Map<String, Double> more = new LinkedHashMap<>();
    LoadResult result = run(plan, more);
    requireAnswers(result);
    more.put("perS", result.perS());
    return new Figure(
        name,
        "us",
        aimUs,
        result.quantileUs(0.5),
        result.quantileUs(0.99),
        result.latencies().count(),
        "",
        more);
  }

  /// Answers per second.
  Figure throughput(String name, double aimPerS, LoadPlan plan) throws InterruptedException {
    Map<String, Double> more = new LinkedHashMap<>();
    LoadResult result = run(plan, more);
    requireAnswers(result);
    more.put("p50Us", result.quantileUs(0.5));
    more.put("p99Us", result.quantileUs(0.99));
    long n = result.latencies().count();
    return new Figure(name, "/s", aimPerS, result.perS(), Double.NaN, n, "", more);
  }

  /// Fetches the ledger until all is settled, and checks it.
  Figure ledger() throws IOException, InterruptedException {
    Thread.sleep(CHECK_PAUSE_MS);
    LedgerCheck.Verdict verdict = read();
    for (int i = 0; i < CHECKS_MAX && !complete(verdict); i++) {
      Thread.sleep(CHECK_PAUSE_MS);
      verdict = read();
    }
    if (!verdict.holds()) {
      throw new IllegalStateException(
          "the ledger does not add up in %d places: %s"
              .formatted(verdict.faultCount(), verdict.faults()));
    }
    if (!complete(verdict)) {
      throw new IllegalStateException(
          "%d calls were answered and %d refused, the ledger has %s"
              .formatted(answeredCount, refusedCount, verdict));
    }
    return Figure.one("ledger checked", "rows", Double.NaN, (double) verdict.okCount())
        .with("energyJ", verdict.energyJ())
        .with("attributedJ", verdict.attributedJ())
        .hashed(new Digest().add(verdict.okCount()).add(verdict.throttledCount()).hex());
  }

  private boolean complete(LedgerCheck.Verdict verdict) {
    return verdict.okCount() == answeredCount
        && verdict.throttledCount() == refusedCount
        && verdict.openCount() == 0;
  }

  private LedgerCheck.Verdict read() throws IOException {
    URI ledger = URI.create("http://127.0.0.1:" + platform.port() + "/v1/ledger");
    try (InputStream in = ledger.toURL().openStream()) {
      return LedgerCheck.of(in);
    }
  }
}
