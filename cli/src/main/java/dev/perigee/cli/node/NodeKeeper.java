package dev.perigee.cli.node;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Keeps one node process alive: starts it, and again when it ends, with growing pauses if it ends
/// soon.
final class NodeKeeper implements AutoCloseable {
  private static final Duration PAUSE_MIN = Duration.ofMillis(100);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  /// Enough for a node whose payloads pass through; sandboxes have memory of their own.
  private static final List<String> SMALL =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xms16m",
          "-Xmx192m",
          "-XX:+ExitOnOutOfMemoryError");

  /// A signal to the whole group, as Ctrl-C is, must not reach nodes before the platform has let
  /// what runs there end.
  private static final List<String> WITHOUT_INTERRUPT =
      List.of("/bin/sh", "-c", "trap '' INT; exec \"$@\"", "node");

  private final String id;
  private final Supplier<NodeSettings> settings;
  private final Path folder;
  private final Consumer<String> report;
  private final Thread keeper;
  private volatile @Nullable Process process;
  private volatile boolean closed;

  /// @param settings of the next process
  NodeKeeper(Supplier<NodeSettings> settings, Consumer<String> report) {
    NodeSettings first = settings.get();
    this.id = first.id();
    this.folder = first.folder();
    this.settings = settings;
    this.report = report;
    this.keeper = Thread.ofVirtual().name("perigee-keeper-" + id).start(this::keep);
  }

  private void keep() {
    Duration pause = PAUSE_MIN;
    while (!closed) {
      long beganNs = System.nanoTime();
      try {
        int code = start().waitFor();
        if (closed) {
          return;
        }
        boolean soon = System.nanoTime() - beganNs < SOON.toNanos();
        pause = soon ? shorter(pause.multipliedBy(2), PAUSE_MAX) : PAUSE_MIN;
        report.accept(
            "node %s ended with %d, starts again in %d ms; its last words are in %s"
                .formatted(id, code, pause.toMillis(), log()));
        Thread.sleep(pause);
      } catch (IOException e) {
        report.accept("node " + id + " can't be started: " + e.getMessage());
        return;
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private synchronized Process start() throws IOException {
    Files.createDirectories(folder);
    Process started =
        new ProcessBuilder(command())
            .redirectOutput(Redirect.appendTo(log().toFile()))
            .redirectErrorStream(true)
            .start();
    process = started;
    return started;
  }

  private Path log() {
    return folder.resolve("process.log");
  }

  private List<String> command() {
    List<String> command = new ArrayList<>(WITHOUT_INTERRUPT);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SMALL);
    inherited().forEach(command::add);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), NodeMain.class.getName()));
    command.addAll(settings.get().toArguments());
    return command;
  }

  /// Options of this JVM that its nodes need too: what native code may be called, and the cache
  /// that lets classes start warm.
  private static Stream<String> inherited() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option ->
            option.startsWith("--enable-native-access")
                || option.startsWith("--sun-misc-unsafe-memory-access")
                || option.startsWith("-XX:AOT")
                || option.startsWith("-XX:+UseCompactObjectHeaders"));
  }

  private static Duration shorter(Duration one, Duration two) {
    return one.compareTo(two) < 0 ? one : two;
  }

  /// Says goodbye; the node ends what it does and closes its files.
  void beginClose() {
    closed = true;
    Process running = process;
    if (running == null) {
      return;
    }
    try {
      running.getOutputStream().close();
    } catch (IOException e) {
      report.accept("node " + id + " was gone already: " + e.getMessage());
    }
  }

  @Override
  public void close() {
    beginClose();
    Process running = process;
    try {
      if (running != null && !running.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        report.accept("node " + id + " did not end in time and is killed");
        running.destroyForcibly().waitFor();
      }
      keeper.interrupt();
      keeper.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
