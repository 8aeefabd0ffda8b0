package dev.perigee.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Size;
import dev.perigee.cli.live.SystemClock;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalOptions;
import dev.perigee.fabric.journal.SqliteJournal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.events.Addressee;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.events.EventQueue;
import dev.perigee.platform.events.EventSetting;
import dev.perigee.platform.events.Retries;
import dev.perigee.platform.events.Surroundings;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;

/// Events taken durably in batches by several callers at once, then all of them run by a function
/// that takes no time: what is measured is the journal and what leads to it.
public final class AsyncBenchmark implements Benchmark {
  private static final Addressee TO =
      new Addressee(new FunctionName("default", "f"), FunctionId.LATEST, "arn:f");
  private static final int CALLERS = 4;
  private static final int BATCH = 100;
  private static final int PAYLOAD_BYTES = 256;

  private final Path folder;
  private final Clock clock = new SystemClock();

  public AsyncBenchmark(Path folder) {
    this.folder = folder;
  }

  @Override
  public String name() {
    return "async";
  }

  @Override
  public List<Figure> run(Size size) throws Exception {
    int rounds = size.pick(1, 5);
    int count = size.pick(2_000, 80_000);
    List<Figure> figures = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      figures = round(folder.resolve("round-" + round), count);
    }
    return figures;
  }

  /// The last round counts: the first ones teach the compiler.
  private List<Figure> round(Path data, int count) throws Exception {
    ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
    try (Journal journal = SqliteJournal.open(data, JournalOptions.of("bench"), _ -> {});
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      EventQueue queue = queue(journal, threads, timers, 0);
      double enqueueS = seconds(() -> enqueue(queue, threads, count));
      queue.close();
      EventQueue draining = queue(journal, threads, timers, 256);
      double drainS =
          seconds(() -> {
            draining.resume();
            awaitAll(draining, count);
          });
      String hash = new Digest().add(draining.counts().acked()).hex();
      return List.of(
          Figure.one("async enqueue", "1/s", 20_000, count / enqueueS).hashed(hash),
          Figure.one("async drain", "1/s", Double.NaN, count / drainS).hashed(hash));
    } finally {
      timers.shutdownNow();
    }
  }

  private static void enqueue(EventQueue queue, ExecutorService threads, int count)
      throws Exception {
    List<Future<?>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      int own = caller;
      callers.add(
          threads.submit(() -> {
            for (int i = 0; i < count / CALLERS / BATCH; i++) {
              queue.accept(batch(own, i));
            }
          }));
    }
    for (Future<?> caller : callers) {
      var _ = caller.get();
    }
  }

  private static List<Delivery> batch(int caller, int number) {
    List<Delivery> batch = new ArrayList<>(BATCH);
    byte[] payload = ("{\"n\":\"" + "x".repeat(PAYLOAD_BYTES - 8) + "\"}").getBytes(UTF_8);
    for (int i = 0; i < BATCH; i++) {
      batch.add(Delivery.first(new UUID(caller, (long) number * BATCH + i), TO, payload));
    }
    return batch;
  }

  private static void awaitAll(EventQueue queue, int count) {
    for (int caller = 0; caller < CALLERS; caller++) {
      for (int i = count / CALLERS - 1; i >= 0; i--) {
        var _ = queue.find(new UUID(caller, i), Duration.ofMinutes(2));
        if (queue.counts().acked() == count) {
          return;
        }
      }
    }
    throw new IllegalStateException(
        "of " + count + " events " + queue.counts().acked() + " were run");
  }

  private EventQueue queue(
      Journal journal, ExecutorService threads, ScheduledExecutorService timers, int runningMax) {
    Invoker invoker = (id, function, payload, _) -> answered(id, function, payload);
    return new EventQueue(
        new EventSetting(1_000_000, 1L << 30, runningMax, 60_000),
        new Surroundings(
            journal,
            clock,
            invoker,
            (function, _) -> Optional.of(function.latest()),
            (_, _) -> Retries.DEFAULT,
            threads,
            timers));
  }

  private static InvocationResult answered(UUID id, FunctionId function, byte[] payload) {
    return new InvocationResult.Answered(
        payload,
        new LedgerEntry(
            id,
            function.tenant(),
            function.name(),
            0,
            "n1",
            5,
            Outcome.OK,
            false,
            Phases.NONE,
            128,
            0,
            2,
            2,
            Energy.NONE,
            Carbon.NONE,
            Money.NONE,
            Quality.MODELLED,
            false,
            0,
            1,
            0,
            0));
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long fromNs = System.nanoTime();
    work.run();
    return (System.nanoTime() - fromNs) / 1e9;
  }
}
