package dev.perigee.platform.http;

import dev.perigee.model.decision.Refusal;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Invoker;
import dev.perigee.world.node.InvocationResult;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Runs a function while its caller reads: the function on a thread of its own, the caller on that
/// of its connection, so that neither a slow nor a vanished caller holds more than what is between
/// them.
public final class StreamedRun {
  private static final int BETWEEN_BYTES = 128 << 10;
  private static final long IDLE_NS = TimeUnit.SECONDS.toNanos(60);

  private final Invoker invoker;
  private final AnswerPipe pipe = new AnswerPipe(BETWEEN_BYTES, IDLE_NS);

  public StreamedRun(Invoker invoker) {
    this.invoker = invoker;
  }

  /// Takes parts of an answer; throws if the caller is gone.
  @FunctionalInterface
  public interface Parts {
    /// @param contentType as the function says; empty if it does not
    void take(String contentType, byte[] part);
  }

  /// How it ended; the function goes on if the caller is gone.
  ///
  /// @throws ControlException as the invoker does
  public InvocationResult run(InvokeRoute.Run run, Parts parts) {
    CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    Thread.ofVirtual().name("perigee-stream").start(() -> invoke(run, result));
    try {
      for (Optional<byte[]> part = pipe.next(); part.isPresent(); part = pipe.next()) {
        parts.take(pipe.contentType(), part.get());
      }
      return result.join();
    } catch (InterruptedException e) {
      return new InvocationResult.Refused(Refusal.UNREACHABLE, "the caller reads nothing");
    } catch (CompletionException e) {
      throw e.getCause() instanceof ControlException told ? told : e;
    } finally {
      pipe.leave();
    }
  }

  private void invoke(InvokeRoute.Run run, CompletableFuture<InvocationResult> result) {
    try {
      result.complete(
          invoker.invoke(run.id(), run.function(), run.event(), run.context().withStream(pipe)));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    } finally {
      pipe.close();
    }
    pipe.awaitReader();
  }
}
