package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Installs what a function's `requirements.txt` names, once per text of that file.
///
/// A line that names a path of the code has the whole code's digest taken in, because the text alone no longer says what
/// is installed.
final class Requirements {
  private static final String FILE = "requirements.txt";
  private static final long INSTALL_S = 300;
  private static final int SAID_LINES = 12;

  private final Path directory;

  Requirements(Path directory) {
    this.directory = directory.toAbsolutePath().normalize();
  }

  /// Where the dependencies of some code lie or will lie; empty if it names none.
  Optional<Path> installed(Path code) throws WorkerStartException {
    Path file = code.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      List<String> lines = wanted(file);
      return lines.isEmpty() ? Optional.empty() : Optional.of(directory.resolve(digest(code, lines)));
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(file + " can't be read: " + e.getMessage());
    }
  }

  /// Installs them unless that was done before.
  Optional<Path> install(Path code) throws WorkerStartException {
    Optional<Path> target = installed(code);
    if (target.isPresent() && !Files.isDirectory(target.get())) {
      installTo(code, target.get());
    }
    return target;
  }

  private static List<String> wanted(Path file) throws IOException {
    return Files.readAllLines(file, UTF_8).stream()
        .map(String::strip)
        .filter(line -> !line.isEmpty() && !line.startsWith("#"))
        .toList();
  }

  private static String digest(Path code, List<String> lines) throws IOException {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(String.join("\n", lines).getBytes(UTF_8));
      if (lines.stream().anyMatch(line -> line.startsWith(".") || line.contains("/"))) {
        addAll(sha, code);
      }
      return HexFormat.of().formatHex(sha.digest()).substring(0, 32);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  private static void addAll(MessageDigest sha, Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        sha.update(code.relativize(file).toString().getBytes(UTF_8));
        sha.update(Files.readAllBytes(file));
      }
    }
  }

  private void installTo(Path code, Path target) throws WorkerStartException {
    try {
      Files.createDirectories(directory);
      Path fresh = Files.createTempDirectory(directory, "installing-");
      try {
        run(code, fresh);
        CodeAccess.open(fresh);
        moveTo(fresh, target);
      } finally {
        remove(fresh);
      }
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          "dependencies can't be installed into " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while installing dependencies");
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

  private static void run(Path code, Path target)
      throws IOException, InterruptedException, WorkerStartException {
    Path log = Files.createTempFile("perigee-pip-", ".log");
    try {
      ProcessBuilder pip =
          new ProcessBuilder(
                  List.of(
                      "python3", "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
                      "--no-input", "--no-warn-script-location", "--retries", "1", "--timeout", "10",
                      "--target", target.toString(), "--requirement", FILE))
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
    String text = String.join("\n", said.subList(Math.max(0, said.size() - SAID_LINES), said.size()));
    if (text.contains("No module named pip")) {
      return WorkerStartException.ofMachine(
          "the dependencies in requirements.txt can't be installed: this python3 has no pip; install the package"
              + " python3-pip");
    }
    return WorkerStartException.ofPlatform(
        "the dependencies in requirements.txt can't be installed: "
            + what
            + "; check the names and that this machine reaches the package index, or ship the packages with the"
            + " code and name their paths. pip said:\n"
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
