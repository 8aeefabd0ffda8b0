package dev.perigee.cli.node;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.world.node.InvocationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/// Callers that invoke without a pause until they are told to stop.
final class Load implements AutoCloseable {
  private static final String PAYLOAD = "{\"sleepS\": 0.02}";

  private final List<Thread> callers = new ArrayList<>();
  private final Set<UUID> answered = ConcurrentHashMap.newKeySet();
  private final LongAdder ok = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicLong longestNs = new AtomicLong();
  private volatile boolean stopped;

  Load(ProcessPlatform platform, int callerCount) {
    for (int i = 0; i < callerCount; i++) {
      callers.add(Thread.ofVirtual().start(() -> call(platform)));
    }
  }

  private void call(ProcessPlatform platform) {
    while (!stopped) {
      UUID id = UUID.randomUUID();
      long beganNs = System.nanoTime();
      switch (platform.invoke(id, PAYLOAD)) {
        case InvocationResult.Answered answer -> {
          answered.add(id);
          (answer.entry().outcome() == Outcome.OK ? ok : failed).increment();
        }
        case InvocationResult.Refused _ -> refused.increment();
      }
      longestNs.accumulateAndGet(System.nanoTime() - beganNs, Math::max);
    }
  }

  long okCount() {
    return ok.sum();
  }

  long failedCount() {
    return failed.sum();
  }

  long refusedCount() {
    return refused.sum();
  }

  Set<UUID> answered() {
    return answered;
  }

  Duration longest() {
    return Duration.ofNanos(longestNs.get());
  }

  /// Tells what the callers met so far.
  void say(String what) {
    System.out.println("a node was " + what + ": " + this);
  }

  /// Waits for the last answers; a caller that hangs fails the test.
  @Override
  public void close() {
    stopped = true;
    for (Thread caller : callers) {
      try {
        if (!caller.join(Duration.ofSeconds(10))) {
          throw new AssertionError("a caller hangs");
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public String toString() {
    return "%d ok, %d failed, %d refused, longest %d ms"
        .formatted(okCount(), failedCount(), refusedCount(), longest().toMillis());
  }
}
