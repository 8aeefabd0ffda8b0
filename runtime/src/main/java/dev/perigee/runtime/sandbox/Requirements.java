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
import java.util.stream.Stream;

/// Installs what a function's `requirements.txt` names, once per text of that file.
///
/// Where a line names a path, the code's own digest belongs to the name of the set, because the
/// text alone no longer says what is installed.
final class Requirements {
  static final String FILE = "requirements.txt";
  private static final int SAID_LINES = 12;

  private final SandboxHost host;
  private final Path directory;

  Requirements(SandboxHost host, Path directory) {
    this.host = host;
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
      installTo(spec, target.get());
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

  private void installTo(WorkerSpec spec, Path target) throws WorkerStartException {
    try {
      Files.createDirectories(directory);
      Pip.Workplace place = Pip.Workplace.in(directory);
      try {
        copy(spec.code(), place.code());
        install(new Pip(host, spec.function().tenant()), place);
        CodeAccess.takeBack(place.target(), directory);
        CodeAccess.open(place.target());
        moveTo(place.target(), target);
      } finally {
        remove(place.folder());
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
  private static void install(Pip pip, Pip.Workplace place)
      throws IOException, InterruptedException, WorkerStartException {
    Pip.Ended ended = pip.install(place, List.of());
    if (ended.status() != 0 && namesPath(wanted(place.code().resolve(FILE)))) {
      ended = pip.install(place, List.of("--no-build-isolation"));
    }
    if (ended.status() != 0) {
      throw refusal(ended);
    }
  }

  private static WorkerStartException refusal(Pip.Ended ended) {
    List<String> said = ended.said();
    String text =
        String.join("\n", said.subList(Math.max(0, said.size() - SAID_LINES), said.size()));
    if (text.contains("No module named pip")) {
      return WorkerStartException.ofMachine(
          "the dependencies in requirements.txt can't be installed: this python3 has no pip;"
              + " install the package python3-pip");
    }
    return WorkerStartException.ofPlatform(
        "the dependencies in requirements.txt can't be installed: "
            + (ended.late() ? "pip took too long" : "pip ended with status " + ended.status())
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
