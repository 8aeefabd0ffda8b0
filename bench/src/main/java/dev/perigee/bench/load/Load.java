package dev.perigee.bench.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Runs a load plan.
public final class Load {
  /// A thread that is to wait wakes this much too late; what is left then is spun away.
  private static final long SPIN_NS = 30_000;

  private final LoadPlan plan;
  private final List<ByteBuffer> requests = new ArrayList<>();
  private final Zipf zipf;
  private final AtomicLong slot = new AtomicLong();
  private long beginNs;
  private long countFromNs;
  private long endNs;

  private Load(LoadPlan plan) {
    this.plan = plan;
    this.zipf = new Zipf(plan.functions().size(), plan.zipfExponent());
    String host = plan.address().getHostString() + ":" + plan.address().getPort();
    for (String function : plan.functions()) {
      String path = "/2015-03-31/functions/" + function + "/invocations";
      requests.add(Connection.request(host, path, plan.payload()));
    }
  }

  public static LoadResult run(LoadPlan plan) throws InterruptedException {
    return run(plan, () -> {});
  }

  /// @param warm called when the time that counts begins
  public static LoadResult run(LoadPlan plan, Runnable warm) throws InterruptedException {
    return new Load(plan).run(warm);
  }

  private LoadResult run(Runnable warm) throws InterruptedException {
    beginNs = System.nanoTime();
    countFromNs = beginNs + plan.warmUp().toNanos();
    endNs = countFromNs + plan.duration().toNanos();
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < plan.connectionCount(); i++) {
      lines.add(new Line(new SplittableRandom(plan.seed() * 1_000_003 + i)));
    }
    List<Thread> threads = new ArrayList<>();
    for (Line line : lines) {
      threads.add(Thread.ofPlatform().name("load").start(line));
    }
    sleepUntil(countFromNs);
    warm.run();
    for (Thread thread : threads) {
      thread.join();
    }
    return sum(lines, System.nanoTime() - countFromNs);
  }

  private static LoadResult sum(List<Line> lines, long wallNs) {
    Latencies all = new Latencies();
    long wrong = 0;
    long answered = 0;
    long refused = 0;
    String firstWrong = "";
    for (Line line : lines) {
      all.add(line.latencies);
      wrong += line.wrongCount;
      answered += line.answeredCount;
      refused += line.refusedCount;
      firstWrong = firstWrong.isEmpty() ? line.firstWrong : firstWrong;
    }
    return new LoadResult(all, wrong, wallNs, answered, refused, firstWrong);
  }

  private static void sleepUntil(long timeNs) throws InterruptedException {
    long waitNs = timeNs - System.nanoTime();
    if (waitNs > 0) {
      Thread.sleep(java.time.Duration.ofNanos(waitNs));
    }
  }

  /// One connection and its thread.
  private final class Line implements Runnable {
    private final SplittableRandom random;
    private final Latencies latencies = new Latencies();
    private long wrongCount;
    private long answeredCount;
    private long refusedCount;
    private String firstWrong = "";

    Line(SplittableRandom random) {
      this.random = random;
    }

    @Override
    public void run() {
      try (Connection connection = new Connection(plan.address())) {
        long dueNs = nextDueNs();
        while (dueNs - endNs < 0) {
          await(dueNs);
          exchange(connection, dueNs);
          dueNs = nextDueNs();
        }
      } catch (IOException e) {
        throw new UncheckedIOException("a connection of the load broke", e);
      }
    }

    private void exchange(Connection connection, long dueNs) throws IOException {
      int status = connection.exchange(requests.get(zipf.next(random)));
      long doneNs = System.nanoTime();
      boolean right = status == 200 && connection.bodyIs(plan.payload());
      answeredCount += right ? 1 : 0;
      refusedCount += status == 429 ? 1 : 0;
      if (!right && firstWrong.isEmpty()) {
        firstWrong = status + " " + connection.body();
      }
      if (dueNs - countFromNs >= 0) {
        wrongCount += right ? 0 : 1;
        if (right) {
          latencies.add(doneNs - dueNs);
        }
      }
    }

    private long nextDueNs() {
      return plan.ratePerS() == 0
          ? System.nanoTime()
          : beginNs + (long) (slot.getAndIncrement() * 1e9 / plan.ratePerS());
    }

    private static void await(long dueNs) {
      long waitNs = dueNs - System.nanoTime();
      while (waitNs > 0) {
        if (waitNs > SPIN_NS) {
          LockSupport.parkNanos(waitNs - SPIN_NS);
        } else {
          Thread.onSpinWait();
        }
        waitNs = dueNs - System.nanoTime();
      }
    }
  }
}
