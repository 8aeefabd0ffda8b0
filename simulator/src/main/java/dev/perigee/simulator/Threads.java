package dev.perigee.simulator;

import dev.perigee.model.ModelException;
import dev.perigee.model.work.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A fixed number of threads for data-parallel loops.
final class Threads implements AutoCloseable {
  private final ExecutorService executor;

  private Threads(ExecutorService executor) {
    this.executor = executor;
  }

  static Threads of(int count) {
    ModelException.require(count >= 1 && count <= 1_024, "threads in 1..1024", count);
    return new Threads(
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().name("simulator-", 0).daemon().factory()));
  }

  Workers workers() {
    return Workers.on(this::runAll);
  }

  private void runAll(List<Runnable> tasks) {
    List<Future<?>> futures = new ArrayList<>(tasks.size());
    for (Runnable task : tasks) {
      futures.add(executor.submit(task));
    }
    try {
      for (Future<?> future : futures) {
        future.get();
      }
    } catch (ExecutionException e) {
      throw new CompletionException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SimulationException("interrupted while " + tasks.size() + " tasks ran");
    }
  }

  @Override
  public void close() {
    executor.close();
  }
}
