package dev.perigee.bench.part;

import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import java.time.Duration;

/// A worker that is only metered.
final class IdleWorker implements Worker {

  @Override
  public Answer invoke(Invocation invocation) {
    throw new UnsupportedOperationException("this worker is only metered");
  }

  @Override
  public StartPhases startPhases() {
    return new StartPhases(0, 0);
  }

  @Override
  public long cpuNs() {
    return 0;
  }

  @Override
  public long memoryBytes() {
    return 0;
  }

  @Override
  public void freeze() {}

  @Override
  public void thaw() {}

  @Override
  public void stop(Duration grace) {}

  @Override
  public boolean isAlive() {
    return true;
  }
}
