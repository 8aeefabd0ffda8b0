package dev.perigee.cli;

import dev.perigee.cli.show.Console;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Up until SIGTERM or SIGINT: then it drains and ends with exit code 0.
final class ProcessLifetime implements Lifetime {
  /// To close what is left then; the whole end takes no longer, whatever hangs.
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final Console console;
  private final AtomicReference<@Nullable Running> running = new AtomicReference<>();

  ProcessLifetime(Console console) {
    this.console = console;
  }

  @Override
  public int during(Supplier<Running> start, Consumer<Running> work) {
    Thread hook = new Thread(this::end, "perigee-end");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      Running started = start.get();
      running.set(started);
      work.accept(started);
      console.out().flush();
      new CountDownLatch(1).await();
      return 0;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (RuntimeException e) {
      // What went wrong is the exit code's business, not the signal's.
      Runtime.getRuntime().removeShutdownHook(hook);
      stop();
      throw e;
    }
  }

  /// Runs when the JVM was told to end. Left to itself it would end with the signal's number as its
  /// code; an end that was asked for is a success.
  private void end() {
    Consumer<String> log = log();
    log.accept("stopping");
    Duration atLatest = endAtLatest();
    Thread stopping = Thread.ofPlatform().daemon().name("perigee-stop").start(this::stop);
    try {
      if (!stopping.join(atLatest)) {
        log.accept("stopped without waiting any longer for what is under way");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    console.out().flush();
    Runtime.getRuntime().halt(0);
  }

  private Consumer<String> log() {
    Running platform = running.get();
    return platform == null ? console::say : platform.log()::say;
  }

  private Duration endAtLatest() {
    Running platform = running.get();
    return (platform == null ? UpOptions.DRAIN_DEFAULT : platform.patience()).plus(CLOSING);
  }

  private void stop() {
    Running platform = running.getAndSet(null);
    if (platform != null) {
      platform.stop(platform.patience());
    }
  }
}
