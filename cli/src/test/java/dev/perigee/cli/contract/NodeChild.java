package dev.perigee.cli.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// The process of one life of a stepped node.
///
/// @param log what it says
record NodeChild(Process process, Path log) {

  static NodeChild start(Path folder, List<String> arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                SteppedNodeMain.class.getName()));
    command.addAll(arguments);
    try {
      Path log = Files.createDirectories(folder).resolve("process.log");
      return new NodeChild(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void dial() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the node process is gone: " + lastWords(), e);
    }
  }

  /// Waits for what comes by itself soon.
  void await(String what, BooleanSupplier condition) {
    long endNs = System.nanoTime() + Tally.PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - endNs > 0) {
        throw new AssertionError(what + " did not come: " + lastWords());
      }
      LockSupport.parkNanos(1_000_000L);
    }
  }

  private String lastWords() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /// As `kill -9`; returns when it is gone.
  void kill() {
    var _ = process.destroyForcibly().onExit().join();
  }
}
