package dev.perigee.runtime.wasm.host;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.SandboxCommand;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Starts worker JVMs: in namespaces where the machine has them, with no network, a user of their
/// own, and of the machine only the JDK and the platform's classes to see, read-only. Elsewhere as
/// plain processes, of which a machine may have one tenant only.
final class JvmLauncher {
  private static final System.Logger LOG = System.getLogger(JvmLauncher.class.getName());
  private static final String SOCKET_INSIDE = "/run/perigee/platform.sock";

  private final HostSettings settings;
  private final SandboxHost host;

  JvmLauncher(HostSettings settings, SandboxHost host) {
    this.settings = settings;
    this.host = host;
  }

  JvmLife launch(String tenant, Path socket) throws IOException {
    try {
      return host.capabilities().has(Isolation.NAMESPACES.text())
          ? inside(tenant, socket)
          : plainly(tenant, socket);
    } catch (WorkerStartException e) {
      throw new IOException("no worker JVM for tenant " + tenant + ": " + e.getMessage(), e);
    }
  }

  private JvmLife inside(String tenant, Path socket) throws IOException, WorkerStartException {
    Map<Path, String> shown = new LinkedHashMap<>();
    show(Path.of(System.getProperty("java.home")), shown);
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      show(Path.of(entry).toAbsolutePath(), shown);
    }
    shown.put(socket, SOCKET_INSIDE);
    SandboxCommand command =
        new SandboxCommand(
            tenant,
            words(SOCKET_INSIDE),
            new TreeMap<>(),
            "/",
            new SandboxCommand.View(shown, Map.of(), false, settings.memoryMb() * 1024L * 1024L));
    return JvmLife.of(
        host.run(
            command,
            line -> LOG.log(System.Logger.Level.WARNING, "worker JVM of {0}: {1}", tenant, line)));
  }

  private static void show(Path path, Map<Path, String> shown) throws IOException {
    if (Files.exists(path)) {
      shown.put(path.toRealPath(), path.normalize().toString());
    }
  }

  private JvmLife plainly(String tenant, Path socket) throws IOException, WorkerStartException {
    host.claimProcessIsolation(tenant);
    ProcessBuilder builder = new ProcessBuilder(words(socket.toString()));
    // No variable of the platform reaches a place where a tenant's code runs.
    builder.environment().clear();
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return JvmLife.of(builder.start());
  }

  private List<String> words(String socket) {
    String classPath =
        String.join(
            File.pathSeparator,
            List.of(System.getProperty("java.class.path").split(File.pathSeparator)).stream()
                .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
                .toList());
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx" + settings.heapMb() + "m",
        "-Xms8m",
        "-XX:+UseSerialGC",
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:-UsePerfData",
        "-XX:ErrorFile=/dev/null",
        "-Xshare:auto",
        "-Xlog:disable",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        classPath,
        HostMain.class.getName(),
        socket);
  }
}
