package dev.perigee.runtime.wasm.host;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// A worker JVM as a process.
final class JvmProcess implements AutoCloseable {
  private static final int START_LIMIT_S = 60;
  private static final int SIGNAL_BASE = 128;
  private static final int SIGKILL = 9;

  private final Process process;
  private final Path socket;

  private JvmProcess(Process process, Path socket) {
    this.process = process;
    this.socket = socket;
  }

  /// Starts it and waits until it listens.
  static JvmProcess launch(HostSettings settings, Path sockets) throws IOException {
    Path socket = sockets.resolve(UUID.randomUUID().toString().substring(0, 8));
    ProcessBuilder builder = new ProcessBuilder(command(settings, socket));
    // No variable of the platform reaches a place where a tenant's code runs.
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    JvmProcess jvm = new JvmProcess(builder.start(), socket);
    jvm.awaitReady();
    return jvm;
  }

  private static List<String> command(HostSettings settings, Path socket) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + settings.heapMb() + "m",
        "-Xms8m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:ErrorFile=/dev/null",
        "-Xshare:auto",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        HostMain.class.getName(),
        socket.toString());
  }

  private void awaitReady() throws IOException {
    Thread.Builder limit = Thread.ofVirtual().name("wasm-jvm-start");
    Thread killer = limit.start(this::killIfStartHangs);
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    String line = output.readLine();
    killer.interrupt();
    if (!"ready".equals(line)) {
      close();
      throw new IOException(
          "a worker JVM did not start ("
              + reasonOfEnd(new IOException("it said " + line))
              + "); its own messages are on"
              + " standard error");
    }
  }

  private void killIfStartHangs() {
    try {
      TimeUnit.SECONDS.sleep(START_LIMIT_S);
      kill();
    } catch (InterruptedException e) {
      // It is ready.
      Thread.currentThread().interrupt();
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  Path socket() {
    return socket;
  }

  void kill() {
    process.destroyForcibly();
  }

  /// What to tell the caller of a run whose connection broke.
  String reasonOfEnd(Exception broken) {
    try {
      if (!process.waitFor(500, TimeUnit.MILLISECONDS)) {
        return "the connection to its worker JVM broke: " + broken.getMessage();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "the calling thread was interrupted";
    }
    int status = process.exitValue();
    return status == SIGNAL_BASE + SIGKILL
        ? "signal: killed"
        : "the tenant's worker JVM ended with status " + status;
  }

  /// Closing its standard input ends it; the rest is for the case that it can't even notice.
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        kill();
      }
      Files.deleteIfExists(socket);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      kill();
    }
  }
}
