package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.cli.live.SystemClock;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Span.Kind;
import dev.perigee.platform.telemetry.Telemeter;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult.Answered;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// All that counting and tracing add to a warm call: once with no trace recorded, once with each.
public final class TelemetryBenchmark implements Benchmark {
  private static final int BATCH = 10_000;
  private static final int FUNCTION_COUNT = 100;

  private final List<FunctionSpec> functions = new ArrayList<>();
  private final List<Answered> answers = new ArrayList<>();
  private long answered;

  public TelemetryBenchmark() {
    for (int i = 0; i < FUNCTION_COUNT; i++) {
      FunctionSpec function = BenchFunctions.python("f" + i);
      functions.add(function);
      answers.add(new Answered(new byte[2], entry(function)));
    }
  }

  @Override
  public String name() {
    return "telemetry";
  }

  @Override
  public List<Figure> run(Size size) {
    return List.of(
        measure(size, "telemetry, counted", 0), measure(size, "telemetry, counted and traced", 1));
  }

  private Figure measure(Size size, String name, double ratio) {
    Telemeter telemeter =
        new Telemeter(new Tracing(ratio, Optional.empty()), new SystemClock(), "bench", line -> {});
    int[] at = {0};
    Invoker invoker =
        telemeter.around(
            (_, _, _, _) -> {
              answered++;
              return answers.get(at[0]);
            },
            Kind.SERVER);
    Figure figure =
        Samples.ofBatches(name, 1, size.pick(20, 1_000), BATCH, () -> batch(invoker, at));
    return figure.hashed(new Digest().add(answered).hex());
  }

  private void batch(Invoker invoker, int[] at) {
    byte[] event = new byte[2];
    for (int i = 0; i < BATCH; i++) {
      at[0] = i % FUNCTION_COUNT;
      FunctionSpec function = functions.get(at[0]);
      var _ =
          invoker.invoke(
              new UUID(i * 0x9E3779B97F4A7C15L, ~i),
              function.id(),
              event,
              CallContext.of(function.id()));
    }
  }

  private static LedgerEntry entry(FunctionSpec function) {
    return new LedgerEntry(
        new UUID(1, 2),
        function.tenant(),
        function.name(),
        0,
        "edge-1",
        1_790_000_000_000_000_000L,
        Outcome.OK,
        false,
        new Phases(1_000, 0, 0, 0, 0, 40_000),
        128,
        20_000,
        8,
        2,
        new Energy(100, 10, 0, 1, 20, 5),
        new Carbon(30, 1, 4),
        new Money(200_000, 2_083, 0, 0, 0),
        Quality.MODELLED,
        false,
        150,
        1.2,
        1,
        1);
  }
}
