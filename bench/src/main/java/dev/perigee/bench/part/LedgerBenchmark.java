package dev.perigee.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.cli.live.OpenLedger;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.CpuFamily;
import dev.perigee.energy.PowerModel;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.node.Ended;
import dev.perigee.runtime.node.Meters;
import dev.perigee.runtime.node.NodeMeter;
import dev.perigee.runtime.node.Running;
import dev.perigee.runtime.node.Tariff;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.world.Clock;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// All that the ledger costs an invocation: metering begins and ends, the entry is priced and
/// buffered, encoded into columns, written to a file, and settled when its window closes. A batch
/// is one window of 10,000 invocations with its flush.
public final class LedgerBenchmark implements Benchmark {
  private static final int BATCH = 10_000;

  /// Goes on by a fixed step with each look.
  private static final class SteppingClock implements Clock {
    private long ns;

    @Override
    public long utcNs() {
      return 1_790_000_000_000_000_000L + monoNs();
    }

    @Override
    public long monoNs() {
      ns += 10_000;
      return ns;
    }
  }

  /// Counters that go on by a fixed step.
  private static final class SteppingMeters implements Meters {
    private long cpuNs;

    @Override
    public long platformCpuNs() {
      cpuNs += 500_000_000;
      return cpuNs;
    }

    @Override
    public OptionalLong processorMicroJ() {
      return OptionalLong.empty();
    }
  }

  private final Path folder;

  /// @param folder for the segments
  public LedgerBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "ledger";
  }

  @Override
  public List<Figure> run(Size size) {
    SteppingClock clock = new SteppingClock();
    OpenLedger ledger =
        OpenLedger.open(folder, "edge-1", clock, SegmentOptions.DEFAULT, line -> {});
    NodeMeter meter =
        new NodeMeter(
            BenchFunctions.node("edge-1"),
            clock,
            PowerModel.of(CpuFamily.of("")).node(8, 32),
            new Tariff(CarbonModel.DEFAULT, PriceCatalogue.AWS_LIKE, (zone, utcNs) -> 150),
            new SteppingMeters(),
            ledger.ledger());
    WarmPool pool = new WarmPool(100);
    Worker worker = new IdleWorker();
    Figure figure =
        Samples.ofBatches(
            name(), 2, size.pick(2, 60), BATCH, () -> batch(meter, pool, worker, ledger));
    String hash = new Digest().add(ledger.store().endOffset()).hex();
    ledger.store().close();
    return List.of(figure.hashed(hash));
  }

  private static void batch(NodeMeter meter, WarmPool pool, Worker worker, OpenLedger ledger) {
    List<FunctionSpec> functions = pool.functions();
    byte[] event = BenchFunctions.EVENT.getBytes(UTF_8);
    for (int i = 0; i < BATCH; i++) {
      FunctionSpec function = functions.get(i % functions.size());
      PooledWorker pooled = pool.invoke(function);
      Running running = meter.begin(pooled, worker);
      var request =
          new InvocationRequest(
              new UUID(i * 0x9E3779B97F4A7C15L, ~i),
              function.id(),
              1,
              event,
              CallContext.of(function.id()),
              1_000,
              0);
      var _ =
          meter.end(
              new Ended(
                  Optional.of(running),
                  pooled,
                  request,
                  new Answer(Outcome.OK, event, 40_000 + i, 20_000, true),
                  1_790_000_000_000_000_000L + i,
                  2_000,
                  Optional.empty()));
    }
    meter.closeWindow();
    ledger.ledger().flush();
  }
}
