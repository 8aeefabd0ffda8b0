package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `perigee up` as a process of its own: for what signals and sudden ends do.
final class ChildPlatform implements AutoCloseable {
  private static final Pattern UP = Pattern.compile("up at http://127\\.0\\.0\\.1:(\\d+)");
  private static final long END_S = 30;

  private final Process process;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Thread reader;

  private ChildPlatform(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::readLines);
  }

  /// Starts it with these options.
  static ChildPlatform start(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.perigee.cli.Main",
                "up"));
    command.addAll(List.of(options));
    try {
      return new ChildPlatform(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it on any free port and waits until it serves.
  static ChildPlatform up(Path data) {
    ChildPlatform child = start("--port", "0", "--data", data.toString());
    try {
      LiveClient client = child.client();
      LiveClient.await("ready platform", client::isReady, ready -> ready);
      return child;
    } catch (AssertionError e) {
      child.close();
      throw e;
    }
  }

  /// Waits until it says where it listens.
  LiveClient client() {
    String line =
        LiveClient.await(
            "line with the port",
            () -> lines.stream().filter(each -> UP.matcher(each).find()).findFirst().orElse(""),
            each -> !each.isEmpty() || !process.isAlive());
    Matcher up = UP.matcher(line);
    if (!up.find()) {
      throw new AssertionError("the platform did not come up: " + lines);
    }
    return LiveClient.of(Integer.parseInt(up.group(1)));
  }

  /// All lines of both streams so far.
  List<String> lines() {
    return lines;
  }

  /// Its sandboxes and helpers.
  List<ProcessHandle> descendants() {
    return process.descendants().toList();
  }

  /// Ends it without a chance to do anything.
  void kill() {
    process.destroyForcibly();
    exitCode();
  }

  /// Sends SIGTERM.
  void terminate() {
    process.destroy();
  }

  /// Waits for its end.
  int exitCode() {
    try {
      if (!process.waitFor(END_S, TimeUnit.SECONDS)) {
        throw new AssertionError("still running after " + END_S + " s: " + lines);
      }
      reader.join();
      return process.exitValue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private void readLines() {
    try (BufferedReader in = process.inputReader(UTF_8)) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        lines.add(line);
      }
    } catch (IOException e) {
      lines.add("[reading ended: " + e.getMessage() + "]");
    }
  }
}
