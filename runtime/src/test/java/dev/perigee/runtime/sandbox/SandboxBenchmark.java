package dev.perigee.runtime.sandbox;

import static dev.perigee.runtime.sandbox.Functions.python;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.language.PythonWorkerFactory;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.Worker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Measures starts, round trips, freezing and throughput of Python workers. To be run by hand:
/// `main ISOLATION STARTS`.
final class SandboxBenchmark {
  private static final int CALLS = 20_000;
  private static final int WORKERS = 4;
  private static final String EVENT = "{\"a\": 1}";

  private SandboxBenchmark() {}

  public static void main(String[] args) throws Exception {
    Path folder = Files.createTempDirectory("perigee-benchmark-");
    Sample sample =
        python(folder.resolve("code"), "def handler(event, context):\n    return event\n")
            .under(Isolation.valueOf(args.length > 0 ? args[0] : "NAMESPACES"));
    int starts = args.length > 1 ? Integer.parseInt(args[1]) : 50;
    System.out.println("load " + Files.readString(Path.of("/proc/loadavg")).strip());
    try (SandboxHost host = SandboxHost.open()) {
      PythonWorkerFactory factory = new PythonWorkerFactory(host, folder.resolve("dependencies"));
      factory.prepare(sample.spec());
      starts(factory, sample, starts);
      Worker worker = factory.start(sample.spec());
      Thread.ofVirtual().start(() -> calls("round trip, virtual thread", worker, sample)).join();
      Thread.ofPlatform().start(() -> calls("round trip, platform thread", worker, sample)).join();
      freezing(worker, sample);
      throughput(factory, sample);
    }
  }

  private static void starts(PythonWorkerFactory factory, Sample sample, int count)
      throws Exception {
    long[] wallNs = new long[count];
    long[] sandboxNs = new long[count];
    long[] initNs = new long[count];
    for (int i = 0; i < count; i++) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(300));
      long startNs = System.nanoTime();
      Worker worker = factory.start(sample.spec());
      worker.invoke(sample.call(EVENT));
      wallNs[i] = System.nanoTime() - startNs;
      sandboxNs[i] = worker.startPhases().sandboxNs();
      initNs[i] = worker.startPhases().initNs();
      worker.stop(Duration.ZERO);
    }
    report("start until first answer", wallNs);
    report("  of it sandbox", sandboxNs);
    report("  of it init", initNs);
  }

  private static void calls(String name, Worker worker, Sample sample) {
    for (int i = 0; i < CALLS / 4; i++) {
      worker.invoke(sample.call(EVENT));
    }
    long[] ns = new long[CALLS];
    for (int i = 0; i < CALLS; i++) {
      long startNs = System.nanoTime();
      worker.invoke(sample.call(EVENT));
      ns[i] = System.nanoTime() - startNs;
    }
    report(name, ns);
  }

  private static void freezing(Worker worker, Sample sample) {
    long[] freezeNs = new long[200];
    long[] thawNs = new long[200];
    for (int i = 0; i < freezeNs.length; i++) {
      long startNs = System.nanoTime();
      worker.freeze();
      freezeNs[i] = System.nanoTime() - startNs;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
      startNs = System.nanoTime();
      worker.thaw();
      thawNs[i] = System.nanoTime() - startNs;
      worker.invoke(sample.call(EVENT));
    }
    report("freeze", freezeNs);
    report("thaw", thawNs);
  }

  private static void throughput(PythonWorkerFactory factory, Sample sample) throws Exception {
    Thread[] threads = new Thread[WORKERS];
    Worker[] workers = new Worker[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
      workers[i] = factory.start(sample.spec());
    }
    long startNs = System.nanoTime();
    for (int i = 0; i < WORKERS; i++) {
      Worker worker = workers[i];
      threads[i] =
          Thread.ofVirtual()
              .start(() -> {
                for (int k = 0; k < CALLS; k++) {
                  worker.invoke(sample.call(EVENT));
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
    double seconds = (System.nanoTime() - startNs) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-32s n=%d %.0f/s, worker CPU %.1f us per call%n",
        "throughput, 4 workers",
        WORKERS * CALLS,
        WORKERS * CALLS / seconds,
        workers[0].cpuNs() / 1e3 / CALLS);
  }

  private static void report(String name, long[] ns) {
    Arrays.sort(ns);
    System.out.printf(
        Locale.ROOT,
        "%-32s n=%d p50 %.1f us, p99 %.1f us, min %.1f us%n",
        name,
        ns.length,
        ns[ns.length / 2] / 1e3,
        ns[ns.length * 99 / 100] / 1e3,
        ns[0] / 1e3);
  }
}
