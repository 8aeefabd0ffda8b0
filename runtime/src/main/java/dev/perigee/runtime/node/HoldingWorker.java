package dev.perigee.runtime.node;

import dev.perigee.fabric.artefact.Lease;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import java.time.Duration;
import java.util.List;

/// A worker whose code stays until it is gone.
record HoldingWorker(Worker worker, List<Lease> code) implements Worker {

  @Override
  public Answer invoke(Invocation invocation) {
    Answer answer = worker.invoke(invocation);
    if (!answer.reusable()) {
      code.forEach(Lease::close);
    }
    return answer;
  }

  @Override
  public void stop(Duration grace) {
    worker.stop(grace);
    code.forEach(Lease::close);
  }

  @Override
  public StartPhases startPhases() {
    return worker.startPhases();
  }

  @Override
  public long cpuNs() {
    return worker.cpuNs();
  }

  @Override
  public long memoryBytes() {
    return worker.memoryBytes();
  }

  @Override
  public void freeze() {
    worker.freeze();
  }

  @Override
  public void thaw() {
    worker.thaw();
  }

  @Override
  public boolean isAlive() {
    boolean alive = worker.isAlive();
    if (!alive) {
      code.forEach(Lease::close);
    }
    return alive;
  }
}
