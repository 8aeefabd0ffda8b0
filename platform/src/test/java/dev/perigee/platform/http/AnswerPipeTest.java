package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AnswerPipeTest {
  private static final long NEVER_NS = TimeUnit.HOURS.toNanos(1);

  private final byte[] thousand = new byte[1_000];

  private static CompletableFuture<Void> beside(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofVirtual().start(task));
  }

  @Test
  void aFunctionWaitsForItsCallerAndNothingIsLost() throws Exception {
    AnswerPipe pipe = new AnswerPipe(300, NEVER_NS);
    CompletableFuture<Void> written =
        beside(() -> {
          pipe.write(thousand, 0, 1_000);
          pipe.close();
        });
    int total = 0;
    int most = 0;
    for (var part = pipe.next(); part.isPresent(); part = pipe.next()) {
      total += part.get().length;
      most = Math.max(most, part.get().length);
    }
    written.join();

    assertThat(total).isEqualTo(1_000);
    assertThat(most).isLessThanOrEqualTo(300);
  }

  @Test
  void aCallerThatLeavesHoldsNobodyUp() {
    AnswerPipe pipe = new AnswerPipe(300, NEVER_NS);
    CompletableFuture<Void> written = beside(() -> pipe.write(thousand, 0, 1_000));
    pipe.leave();
    written.join();
    pipe.write(thousand, 0, 1_000);

    assertThat(written).isCompleted();
  }

  @Test
  void theEndOfAnInvocationLetsGoOfWhoWaitsForACaller() throws Exception {
    AnswerPipe pipe = new AnswerPipe(300, NEVER_NS);
    CompletableFuture<Void> written = beside(() -> pipe.write(thousand, 0, 1_000));
    pipe.close();
    written.join();

    int total = 0;
    for (var part = pipe.next(); part.isPresent(); part = pipe.next()) {
      total += part.get().length;
    }
    assertThat(total).isLessThanOrEqualTo(300);
  }

  @Test
  void aCallerThatTakesNothingForTooLongIsThrownOut() throws Exception {
    AnswerPipe pipe = new AnswerPipe(300, TimeUnit.MILLISECONDS.toNanos(5));
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CompletableFuture<Void> began = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            var _ = pipe.next();
            began.complete(null);
            // Stands for a write to a client that does not read.
            Thread.sleep(TimeUnit.HOURS.toMillis(1));
          } catch (InterruptedException e) {
            pipe.leave();
            interrupted.complete(true);
          }
        });
    pipe.write(thousand, 0, 1);
    began.join();
    pipe.write(thousand, 0, 1_000);
    pipe.close();
    pipe.awaitReader();

    assertThat(interrupted.join()).isTrue();
  }

  @Test
  void aCallerThatReadsSlowlyIsNotThrownOutWhileItReads() throws Exception {
    AnswerPipe pipe = new AnswerPipe(10, TimeUnit.SECONDS.toNanos(20));
    CompletableFuture<Void> written =
        beside(() -> {
          pipe.write(thousand, 0, 100);
          pipe.close();
          pipe.awaitReader();
        });
    int total = 0;
    for (var part = pipe.next(); part.isPresent(); part = pipe.next()) {
      total += part.get().length;
    }
    pipe.leave();
    written.join();

    assertThat(total).isEqualTo(100);
    assertThat(Thread.interrupted()).isFalse();
  }
}
