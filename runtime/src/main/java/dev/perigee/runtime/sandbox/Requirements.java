package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Installs what a function's `requirements.txt` names, once per text of that file.
///
/// Where a line names a path, the code's own digest belongs to the name of the set, because the
/// text alone no longer says what is installed.
final class Requirements {
  private static final String FILE = "requirements.txt";
  private static final long INSTALL_S = 300;
  private static final int SAID_LINES = 12;
  private static final List<String> PIP =
      List.of(
          "python3",
          "-m",
          "pip",
          "install",
          "--quiet",
          "--disable-pip-version-check",
          "--no-input",
          "--no-warn-script-location",
          "--retries",
          "1",
          "--timeout",
          "10");

  private final Path directory;

  Requirements(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /// Where the dependencies of some code lie or will lie; empty if it names none.
  Optional<Path> installed(WorkerSpec spec) throws WorkerStartException {
    Path file = spec.code().resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = wanted(file);
      return lines.isEmpty()
          ? Optional.empty()
          : Optional.of(directory.resolve(nameOf(spec, lines)));
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(file + " can't be read: " + e.getMessage());
    }
  }

  /// Installs them unless that was done before.
  Optional<Path> install(WorkerSpec spec) throws WorkerStartException {
    Optional<Path> target = installed(spec);
    if (target.isPresent() && !Files.isDirectory(target.get())) {
      installTo(spec.code(), target.get());
    }
    return target;
  }

  private static List<String> wanted(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static String nameOf(WorkerSpec spec, List<String> lines) {
    List<String> parts = new ArrayList<>(lines);
    if (namesPath(lines)) {
      parts.add(spec.function().codeSha256());
      parts.add(spec.code().toAbsolutePath().normalize().toString());
    }
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] digest = sha.digest(String.join("\n", parts).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 32);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static boolean namesPath(List<String> lines) {
    return lines.stream().anyMatch(line -> line.startsWith(".") || line.contains("/"));
  }

  private void installTo(Path code, Path target) throws WorkerStartException {
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempDirectory(directory, "installing-");
      Path copy = Files.createTempDirectory(directory, "code-");
      try {
        copy(code, copy);
        run(copy, fresh);
        CodeAccess.open(fresh);
        moveTo(fresh, target);
      } finally {
        remove(fresh);
        remove(copy);
      }
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          "dependencies can't be installed into " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while installing dependencies");
    }
  }

  /// Building a package writes beside its sources, and the code must stay as it was deployed.
  private static void copy(Path code, Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(one -> !one.equals(code)).toList()) {
        Files.copy(file, copy.resolve(code.relativize(file).toString()), LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /// Another deployment may have installed the same meanwhile; then theirs stays.
  private static void moveTo(Path fresh, Path target) throws IOException {
    try {
      Files.move(fresh, target);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException same) {
      return;
    }
  }

  /// Building a package of the code itself asks the index for build tools; where that fails, those
  /// of this machine do.
  private static void run(Path code, Path target)
      throws IOException, InterruptedException, WorkerStartException {
    try {
      run(code, target, List.of());
    } catch (WorkerStartException first) {
      if (!namesPath(wanted(code.resolve(FILE)))) {
        throw first;
      }
      run(code, target, List.of("--no-build-isolation"));
    }
  }

  private static void run(Path code, Path target, List<String> options)
      throws IOException, InterruptedException, WorkerStartException {
    Path log = Files.createTempFile("perigee-pip-", ".log");
    try {
      List<String> command = new ArrayList<>(PIP);
      command.addAll(List.of("--target", target.toString(), "--requirement", FILE));
      command.addAll(options);
      ProcessBuilder pip =
          new ProcessBuilder(command)
              .directory(code.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      Process process = pip.start();
      if (!process.waitFor(INSTALL_S, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw refusal("pip did not finish within " + INSTALL_S + " s", log);
      }
      if (process.exitValue() != 0) {
        throw refusal("pip ended with status " + process.exitValue(), log);
      }
    } finally {
      Files.deleteIfExists(log);
    }
  }

  private static WorkerStartException refusal(String what, Path log) throws IOException {
    List<String> said = Files.readAllLines(log, UTF_8);
    String text =
        String.join("\n", said.subList(Math.max(0, said.size() - SAID_LINES), said.size()));
    if (text.contains("No module named pip")) {
      return WorkerStartException.ofMachine(
          "the dependencies in requirements.txt can't be installed: this python3 has no pip;"
              + " install the package python3-pip");
    }
    return WorkerStartException.ofPlatform(
        "the dependencies in requirements.txt can't be installed: "
            + what
            + "; check the names and that this machine reaches the package index, or ship the"
            + " packages with the code and name their paths. pip said:\n"
            + text);
  }

  private static void remove(Path tree) throws IOException {
    if (!Files.exists(tree)) {
      return;
    }
    try (Stream<Path> files = Files.walk(tree)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
