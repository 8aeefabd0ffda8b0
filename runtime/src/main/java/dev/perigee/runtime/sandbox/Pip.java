package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs `pip`, which may run code of the packages that a tenant names: in a sandbox with the
/// machine's network, a user of its own, and nothing to write to but the folder that it installs
/// into. Where the machine has no namespaces there is only one tenant, whose functions run with the
/// same rights as the plain process that `pip` then is.
final class Pip {
  private static final long INSTALL_S = 300;
  private static final long MEMORY_BYTES = 2L << 30;
  private static final String WORK = "/work";
  private static final List<String> WORDS =
      List.of(
          "python3",
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--no-input",
          "--no-warn-script-location",
          "--no-cache-dir",
          "--retries",
          "1",
          "--timeout",
          "10");

  private final SandboxHost host;
  private final String tenant;

  Pip(SandboxHost host, String tenant) {
    this.host = host;
    this.tenant = tenant;
  }

  /// How it ended.
  ///
  /// @param status exit status, or empty text if it ran out of time
  record Ended(int status, boolean late, List<String> said) {}

  /// A folder for one installation: `code`, a copy of what was deployed; `target`, what comes out;
  /// `tmp`.
  record Workplace(Path folder) {
    static Workplace in(Path directory) throws IOException {
      Workplace place = new Workplace(Files.createTempDirectory(directory, "installing-"));
      Files.createDirectory(place.code());
      Files.createDirectory(place.target());
      Files.createDirectory(place.tmp());
      return place;
    }

    Path code() {
      return folder.resolve("code");
    }

    Path target() {
      return folder.resolve("target");
    }

    Path tmp() {
      return folder.resolve("tmp");
    }
  }

  Ended install(Workplace place, List<String> options)
      throws IOException, InterruptedException, WorkerStartException {
    return host.capabilities().has(Isolation.NAMESPACES.text())
        ? installInside(place, options)
        : installPlainly(place, options);
  }

  private Ended installInside(Workplace place, List<String> options)
      throws IOException, InterruptedException, WorkerStartException {
    TreeMap<String, String> environment = new TreeMap<>(PipSettings.environment());
    environment.put("HOME", "/tmp");
    environment.put("TMPDIR", "/tmp");
    Map<Path, String> writable = new LinkedHashMap<>();
    writable.put(place.folder(), WORK);
    writable.put(place.tmp(), "/tmp");
    SandboxCommand command =
        new SandboxCommand(
            tenant,
            words(WORK + "/target", options),
            environment,
            WORK + "/code",
            new SandboxCommand.View(PipSettings.shown(environment), writable, true, MEMORY_BYTES));
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    SandboxProcess process = host.run(command, said::add).process();
    try {
      int status = process.exit().get(INSTALL_S, TimeUnit.SECONDS);
      process.awaitLogs();
      return new Ended(status, false, List.copyOf(said));
    } catch (TimeoutException late) {
      process.kill();
      return new Ended(-Signals.KILL, true, List.copyOf(said));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an exit status never fails", impossible);
    }
  }

  private static Ended installPlainly(Workplace place, List<String> options)
      throws IOException, InterruptedException {
    Path log = place.folder().resolve("pip.log");
    ProcessBuilder pip =
        new ProcessBuilder(words(place.target().toString(), options))
            .directory(place.code().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> all = pip.environment();
    String path = all.getOrDefault("PATH", "/usr/bin:/bin");
    all.clear();
    all.putAll(PipSettings.environment());
    all.put("PATH", path);
    all.put("HOME", place.tmp().toString());
    all.put("TMPDIR", place.tmp().toString());
    Process process = pip.start();
    boolean ended = process.waitFor(INSTALL_S, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(
        ended ? process.exitValue() : -Signals.KILL, !ended, Files.readAllLines(log, UTF_8));
  }

  private static List<String> words(String target, List<String> options) {
    List<String> words = new ArrayList<>(WORDS);
    words.addAll(List.of("--target", target, "--requirement", Requirements.FILE));
    words.addAll(options);
    return words;
  }
}
