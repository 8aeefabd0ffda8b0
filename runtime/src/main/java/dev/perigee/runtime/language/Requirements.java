package dev.perigee.runtime.language;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// Installs what a function's `requirements.txt` names, once per text of that file.
///
/// Where a line names a path, the code's own digest belongs to the name of the set, because the
/// text alone no longer says what is installed.
final class Requirements {
  static final String FILE = "requirements.txt";
  private static final long INSTALL_S = 300;
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
          "--no-cache-dir",
          "--retries",
          "1",
          "--timeout",
          "10");

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
    return Digest.of(parts);
  }

  private static boolean namesPath(List<String> lines) {
    return lines.stream().anyMatch(line -> line.startsWith(".") || line.contains("/"));
  }

  private void installTo(WorkerSpec spec, Path target) throws WorkerStartException {
    try (Workplace place = Workplace.of(host, spec.function().tenant(), directory, spec.code())) {
      install(place);
      place.finish();
      Moves.into(place.target(), target);
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          "dependencies can't be installed into " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while installing dependencies");
    }
  }

  /// Building a package of the code itself asks the index for build tools; where that fails, those
  /// of this machine do.
  private static void install(Workplace place)
      throws IOException, InterruptedException, WorkerStartException {
    Workplace.Ended ended = place.run(errand(List.of()));
    if (ended.status() != 0 && namesPath(wanted(place.code().resolve(FILE)))) {
      ended = place.run(errand(List.of("--no-build-isolation")));
    }
    if (ended.status() != 0) {
      throw refusal(ended);
    }
  }

  private static Workplace.Errand errand(List<String> options) {
    SortedMap<String, String> environment = IndexSettings.PIP.environment();
    Map<Path, String> shown = IndexSettings.PIP.shown(environment);
    return new Workplace.Errand(
        place -> words(place, options), environment, shown, true, INSTALL_S);
  }

  private static List<String> words(String place, List<String> options) {
    List<String> words = new ArrayList<>(PIP);
    words.addAll(List.of("--target", place + "/target", "--requirement", FILE));
    words.addAll(options);
    return words;
  }

  private static WorkerStartException refusal(Workplace.Ended ended) {
    String text = ended.text();
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
}
