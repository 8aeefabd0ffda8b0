package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.WorkerStartException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Remembers which container runtimes work: one that did once does, one that did not is tried again
/// after a while, because a busy machine may have been the reason.
final class ContainerProbes {
  static final long RETRY_NS = TimeUnit.SECONDS.toNanos(5);

  private final LongSupplier monoNs;
  private final Map<Isolation, Result> results = new ConcurrentHashMap<>();

  ContainerProbes(LongSupplier monoNs) {
    this.monoNs = monoNs;
  }

  /// Makes one container.
  interface Probe {
    /// What the runtime said against it; empty if it works.
    Optional<String> problem() throws WorkerStartException;
  }

  private record Result(Optional<String> problem, long monoNs) {
    boolean holds(long nowNs) {
      return problem.isEmpty() || nowNs - monoNs < RETRY_NS;
    }
  }

  Optional<String> problem(Isolation isolation, Probe probe) throws WorkerStartException {
    @Nullable Result last = results.get(isolation);
    if (last != null && last.holds(monoNs.getAsLong())) {
      return last.problem();
    }
    Optional<String> problem = probe.problem();
    results.put(isolation, new Result(problem, monoNs.getAsLong()));
    return problem;
  }
}
