package dev.perigee.fabric.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Requests that wait for their answers.
final class Requests {
  private record Waiting(CompletableFuture<byte[]> answer, long sentNs, long timeoutNs) {
    boolean isOverdue(long nowNs) {
      return nowNs - sentNs > timeoutNs;
    }
  }

  private final ConcurrentHashMap<Long, Waiting> waiting = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();

  long next(CompletableFuture<byte[]> answer, Duration timeout) {
    long correlation = last.incrementAndGet();
    waiting.put(correlation, new Waiting(answer, System.nanoTime(), timeout.toNanos()));
    return correlation;
  }

  void forget(long correlation) {
    waiting.remove(correlation);
  }

  void answered(Frame frame) {
    @Nullable Waiting found = waiting.remove(-frame.correlation());
    if (found == null) {
      return;
    }
    if (frame.kind() == Frame.FAILED) {
      found.answer.completeExceptionally(
          new FabricException(Reason.REMOTE, new String(frame.payload(), UTF_8)));
    } else {
      found.answer.complete(frame.payload());
    }
  }

  void failOverdue(long nowNs, String peer) {
    waiting.forEach((correlation, w) -> {
      if (w.isOverdue(nowNs) && waiting.remove(correlation, w)) {
        w.answer.completeExceptionally(
            new FabricException(
                Reason.TIMED_OUT,
                "no answer of %s within %d ms; whether it did the work is not known"
                    .formatted(peer, w.timeoutNs / 1_000_000)));
      }
    });
  }

  void failAll(FabricException why) {
    waiting.forEach((correlation, w) -> {
      if (waiting.remove(correlation, w)) {
        w.answer.completeExceptionally(why);
      }
    });
  }
}
