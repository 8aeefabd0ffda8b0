package dev.perigee.bench.part;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.model.function.FunctionSpec;
import java.util.List;

/// One warm invocation through a node's pool: it comes, gets a worker, has ended. 100 functions,
/// one worker each.
public final class PoolBenchmark implements Benchmark {
  private static final int BATCH = 10_000;

  @Override
  public String name() {
    return "worker pool";
  }

  @Override
  public List<Figure> run(Size size) {
    WarmPool pool = new WarmPool(100);
    List<FunctionSpec> functions = pool.functions();
    Figure figure =
        Samples.ofBatches(
            name(),
            Double.NaN,
            size.pick(20, 1_000),
            BATCH,
            () -> {
              for (int i = 0; i < BATCH; i++) {
                pool.invoke(functions.get(i % functions.size()));
              }
            });
    String hash = new Digest().add(pool.assignedCount()).hex();
    return List.of(figure.hashed(hash));
  }
}
