package dev.perigee.bench.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.bench.ledger.LedgerAmounts;
import dev.perigee.bench.load.Load;
import dev.perigee.bench.load.LoadPlan;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.bench.part.Codes;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How far calls that come as fast as they can take a function beyond its cap, for each amount that
/// can be capped, by the settled ledger. The calls take different times.
public final class CapBenchmark implements Benchmark {
  private static final List<String> AMOUNTS =
      List.of("invocations", "costUsd", "gbS", "energyJ", "carbonGrams", "egressBytes");
  private static final double OVERSPENT_PERCENT = 1;
  private static final int CONNECTIONS = 16;
  private static final Duration PROBE = Duration.ofMillis(500);
  private static final Duration STEP = Duration.ofSeconds(1);
  private static final int STEPS_MAX = 30;
  private static final int LOOKS_MAX = 60;

  private final Platform platform;
  private final Path folder;

  /// @param folder for code
  public CapBenchmark(Platform platform, Path folder) {
    this.platform = platform;
    this.folder = folder;
  }

  @Override
  public String name() {
    return "caps";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    Path code = Codes.uneven(folder.resolve("uneven"));
    Deployer deployer = new Deployer(platform.client());
    List<Figure> figures = new ArrayList<>();
    for (String amount : AMOUNTS.subList(0, size.pick(1, AMOUNTS.size()))) {
      String function = deployer.python("capped-" + amount.toLowerCase(Locale.ROOT), 256, code);
      figures.add(overspent(function, amount, size.pick(20, 1_000)));
    }
    return figures;
  }

  private Figure overspent(String function, String amount, int calls) throws Exception {
    LoadPlan plan = LoadPlan.closed(platform.address(), CONNECTIONS, PROBE, function);
    var _ = Load.run(plan);
    LedgerAmounts before = settled(function);
    BigDecimal limit = before.mean(amount).multiply(BigDecimal.valueOf(calls));
    cap(function, amount, limit);
    for (int step = 0; step < STEPS_MAX && !isSuspended(function); step++) {
      var _ = Load.run(plan.lasting(STEP));
    }
    double taken = settled(function).of(amount).subtract(before.of(amount)).doubleValue();
    double percent = 100 * taken / limit.doubleValue();
    return Figure.one("overspent " + amount, "%", OVERSPENT_PERCENT, Math.max(0, percent - 100))
        .with("usedPercent", percent)
        .with("meanCalls", calls);
  }

  private void cap(String function, String amount, BigDecimal limit) {
    byte[] body = "{\"%s\": %s}".formatted(amount, limit.toPlainString()).getBytes(UTF_8);
    var _ = platform.client().demand("PUT", path(function), body);
  }

  private boolean isSuspended(String function) {
    return "suspended".equals(platform.client().get(path(function)).object().get("state"));
  }

  private static String path(String function) {
    return "/v1/caps/function/" + function;
  }

  /// Once two looks in a row see the same and nothing open.
  private LedgerAmounts settled(String function) throws IOException, InterruptedException {
    LedgerAmounts last = read(function);
    for (int look = 0; look < LOOKS_MAX; look++) {
      Thread.sleep(PROBE);
      LedgerAmounts next = read(function);
      if (next.openCount() == 0 && next.equals(last)) {
        return next;
      }
      last = next;
    }
    throw new IllegalStateException("the ledger of " + function + " is not settled");
  }

  private LedgerAmounts read(String function) throws IOException {
    URI base = platform.client().base();
    try (InputStream in = base.resolve("/v1/ledger?function=" + function).toURL().openStream()) {
      return LedgerAmounts.of(in);
    }
  }
}
