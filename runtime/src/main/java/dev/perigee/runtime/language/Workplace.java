package dev.perigee.runtime.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.SandboxCommand;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

/// A folder in which programs of the platform work on what a tenant has deployed: `code`, a copy of
/// it; `target`, what comes out; `tmp`.
///
/// They may run code of the tenant or of packages that it names, so they run in a sandbox with a
/// user of its own and nothing to write to but this folder. Where the machine has no namespaces
/// there is only one tenant, whose functions run with the same rights as the plain process that the
/// program then is.
final class Workplace implements AutoCloseable {
  private static final String INSIDE = "/work";
  private static final long MEMORY_BYTES = 2L << 30;
  private static final int KILLED = -9;

  private final SandboxHost host;
  private final String tenant;
  private final Path directory;
  private final Path folder;

  private Workplace(SandboxHost host, String tenant, Path directory, Path folder) {
    this.host = host;
    this.tenant = tenant;
    this.directory = directory;
    this.folder = folder;
  }

  /// What is to be done.
  ///
  /// @param words program and arguments, given the path of this folder as the program sees it
  /// @param environment all that it gets, but for a home and a folder for temporary files
  /// @param shown what it sees beside, and where
  record Errand(
      Function<String, List<String>> words,
      SortedMap<String, String> environment,
      Map<Path, String> shown,
      boolean network,
      long limitS) {}

  /// How it ended.
  ///
  /// @param status exit status or minus the signal
  record Ended(int status, boolean late, List<String> said) {
    private static final int SAID_LINES = 12;

    /// Its last words.
    String text() {
      return String.join("\n", said.subList(Math.max(0, said.size() - SAID_LINES), said.size()));
    }
  }

  /// A new one with a copy of the code: building may write beside the sources, and those must stay
  /// as they were deployed.
  static Workplace of(SandboxHost host, String tenant, Path directory, Path code)
      throws IOException {
    Files.createDirectories(directory);
    Path folder = Files.createTempDirectory(directory, "working-");
    Workplace place = new Workplace(host, tenant, directory, folder);
    for (Path each : List.of(place.code(), place.target(), place.tmp())) {
      Files.createDirectory(each);
    }
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(one -> !one.equals(code)).toList()) {
        Path copy = place.code().resolve(code.relativize(file).toString());
        Files.copy(file, copy, LinkOption.NOFOLLOW_LINKS);
      }
    }
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

  Ended run(Errand errand) throws IOException, InterruptedException, WorkerStartException {
    return host.capabilities().has(Isolation.NAMESPACES.text())
        ? runInside(errand)
        : runPlainly(errand);
  }

  private Ended runInside(Errand errand) throws InterruptedException, WorkerStartException {
    SortedMap<String, String> environment = new TreeMap<>(errand.environment());
    environment.put("HOME", "/tmp");
    environment.put("TMPDIR", "/tmp");
    Map<Path, String> writable = new LinkedHashMap<>();
    writable.put(folder, INSIDE);
    writable.put(tmp(), "/tmp");
    SandboxCommand.View view =
        new SandboxCommand.View(errand.shown(), writable, errand.network(), MEMORY_BYTES);
    SandboxCommand command =
        new SandboxCommand(
            tenant, errand.words().apply(INSIDE), environment, INSIDE + "/code", view);
    List<String> said = Collections.synchronizedList(new ArrayList<>());
    SandboxProcess process = host.run(command, said::add).process();
    try {
      int status = process.exit().get(errand.limitS(), TimeUnit.SECONDS);
      process.awaitLogs();
      return new Ended(status, false, List.copyOf(said));
    } catch (TimeoutException late) {
      process.kill();
      return new Ended(KILLED, true, List.copyOf(said));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("an exit status never fails", impossible);
    }
  }

  /// Without walls: for what the function itself would do without them too.
  Ended runPlainly(Errand errand) throws IOException, InterruptedException {
    Path log = folder.resolve("log");
    ProcessBuilder program =
        new ProcessBuilder(errand.words().apply(folder.toString()))
            .directory(code().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> all = program.environment();
    String path = all.getOrDefault("PATH", "/usr/bin:/bin");
    all.clear();
    all.putAll(errand.environment());
    all.putIfAbsent("PATH", path);
    all.put("HOME", tmp().toString());
    all.put("TMPDIR", tmp().toString());
    Process process = program.start();
    boolean ended = process.waitFor(errand.limitS(), TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return new Ended(ended ? process.exitValue() : KILLED, !ended, Files.readAllLines(log, UTF_8));
  }

  /// What came out belongs to the platform again and can be read by every sandbox.
  void finish() throws IOException, WorkerStartException {
    if (!Files.isDirectory(target(), LinkOption.NOFOLLOW_LINKS)) {
      // Code of the tenant may have run; a link there would have the platform open what it names.
      throw WorkerStartException.ofPlatform("what was run replaced the folder of its results");
    }
    CodeAccess.takeBack(target(), directory);
    CodeAccess.open(target());
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
