package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The spawner as an operating-system process, and the socket that it and its offspring connect to.
final class SpawnerProcess implements AutoCloseable {
  private static final List<String> SOURCES =
      List.of(
          "sandbox_host.py",
          "isolation.py",
          "kernel.py",
          "program.py",
          "container.py",
          "seccomp.py",
          "wire.py",
          "python_worker.py",
          "perigee.py",
          "plain_json.py",
          "relay.py");

  /// The folder with what a Python function's own interpreter loads.
  static final String PYTHON = "python";

  private static final List<String> PYTHON_SOURCES =
      List.of("python_program.py", "python_worker.py", "perigee.py", "plain_json.py", "wire.py");
  private static final int BACKLOG = 1024;

  private final Path runDirectory;
  private final ServerSocketChannel server;
  private final Process process;
  private volatile @Nullable Frames frames;

  private SpawnerProcess(Path runDirectory, ServerSocketChannel server, Process process) {
    this.runDirectory = runDirectory;
    this.server = server;
    this.process = process;
  }

  static SpawnerProcess start(Path python, List<String> groups) {
    try {
      Path runDirectory = Files.createTempDirectory("perigee-");
      Files.createDirectory(runDirectory.resolve("root"));
      for (String source : SOURCES) {
        copy(source, runDirectory);
      }
      Path shims = Files.createDirectory(runDirectory.resolve(PYTHON));
      for (String source : PYTHON_SOURCES) {
        copy(source, shims);
      }
      ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
      server.bind(UnixDomainSocketAddress.of(runDirectory.resolve("host.sock")), BACKLOG);
      List<String> command = new ArrayList<>(List.of(python.toString(), "-I", "-B"));
      command.add(runDirectory.resolve("sandbox_host.py").toString());
      command.add(runDirectory.toString());
      command.addAll(groups);
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder
          .environment()
          .keySet()
          .retainAll(List.of("PATH", "LANG", "HOME", "PYENV_ROOT", "PYENV_VERSION"));
      return new SpawnerProcess(runDirectory, server, builder.start());
    } catch (IOException e) {
      throw new SandboxException(
          "the spawner of sandboxes can't be started with " + python + ": " + e.getMessage(), e);
    }
  }

  private static void copy(String source, Path directory) throws IOException {
    try (InputStream in = SpawnerProcess.class.getResourceAsStream(source)) {
      if (in == null) {
        throw new IOException("the resource " + source + " is missing from the program");
      }
      Files.copy(in, directory.resolve(source));
    }
  }

  Path runDirectory() {
    return runDirectory;
  }

  void serve(Doorway doorway) {
    Thread.ofVirtual().name("perigee-sandbox-doorway").start(() -> accept(doorway));
  }

  private void accept(Doorway doorway) {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().start(() -> doorway.welcome(channel));
      } catch (IOException closed) {
        return;
      }
    }
  }

  /// Reads what the process says outside the protocol, which is only ever a fault, until it ends.
  void onExit(Consumer<String> then) {
    Thread.ofVirtual()
        .start(() -> {
          String said;
          try (InputStream out = process.getInputStream()) {
            said = new String(out.readAllBytes(), UTF_8);
          } catch (IOException e) {
            said = String.valueOf(e.getMessage());
          }
          then.accept(said.isBlank() ? "it ended" : said.strip());
        });
  }

  void connected(Frames connection) {
    frames = connection;
  }

  void send(char type, byte[] body) throws IOException {
    Frames connection = frames;
    if (connection == null) {
      throw new IOException("the spawner of sandboxes is not connected");
    }
    connection.write(type, body);
  }

  /// Closing its standard input ends the spawner and all that it started.
  @Override
  public void close() {
    try (OutputStream lifeline = process.getOutputStream()) {
      lifeline.flush();
    } catch (IOException alreadyGone) {
      process.destroyForcibly();
    }
    try {
      server.close();
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      removeRunDirectory();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new SandboxException("the spawner's socket can't be closed: " + e.getMessage(), e);
    }
  }

  /// What is left if the process could not do it itself.
  private void removeRunDirectory() throws IOException {
    if (process.isAlive() || !Files.exists(runDirectory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(runDirectory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
