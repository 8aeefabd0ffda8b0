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
import java.util.regex.Pattern;

/// Installs what a function's `package.json` depends on, once per set. Scripts of packages are not
/// run.
final class Npm {
  private static final String MANIFEST = "package.json";
  private static final List<String> LOCKS = List.of("package-lock.json", "npm-shrinkwrap.json");
  private static final String MODULES = "node_modules";
  private static final long INSTALL_S = 300;

  /// Whether a manifest names any package that runs with the function. Whatever else it says, `npm`
  /// reads.
  private static final Pattern DEPENDENCIES =
      Pattern.compile("\"(?:optionalD|d)ependencies\"\\s*:\\s*\\{\\s*\"");

  private final SandboxHost host;
  private final Path directory;

  Npm(SandboxHost host, Path directory) {
    this.host = host;
    this.directory = directory.toAbsolutePath().normalize();
  }

  /// The folder of modules of some code; empty if it names none or brings its own.
  Optional<Path> installed(WorkerSpec spec) throws WorkerStartException {
    Path manifest = spec.code().resolve(MANIFEST);
    if (!Files.isRegularFile(manifest) || Files.isDirectory(spec.code().resolve(MODULES))) {
      return Optional.empty();
    }
    try {
      String text = Files.readString(manifest, UTF_8);
      return DEPENDENCIES.matcher(text).find()
          ? Optional.of(directory.resolve(nameOf(spec, text)).resolve(MODULES))
          : Optional.empty();
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(manifest + " can't be read: " + e.getMessage());
    }
  }

  /// Where a package is a file of the code, the manifest alone does not say what is installed.
  private static String nameOf(WorkerSpec spec, String manifest) throws IOException {
    List<String> parts = new ArrayList<>(List.of(manifest));
    for (String lock : LOCKS) {
      Path file = spec.code().resolve(lock);
      parts.add(Files.exists(file) ? Files.readString(file, UTF_8) : "");
    }
    if (manifest.contains("file:")) {
      parts.add(spec.function().codeSha256());
      parts.add(spec.code().toAbsolutePath().normalize().toString());
    }
    return Digest.of(parts);
  }

  void install(WorkerSpec spec) throws WorkerStartException {
    Optional<Path> modules = installed(spec);
    if (modules.isEmpty() || Files.isDirectory(modules.get())) {
      return;
    }
    Path npm = Programs.find("npm", "npm");
    try (Workplace place = Workplace.of(host, spec.function().tenant(), directory, spec.code())) {
      Workplace.Ended ended = place.run(errand(npm, place));
      if (ended.status() != 0) {
        throw refusal(ended);
      }
      Path made = place.code().resolve(MODULES);
      Path target = place.target().resolve(MODULES);
      if (Files.isDirectory(made)) {
        Files.move(made, target);
      } else {
        Files.createDirectories(target);
      }
      place.finish();
      Moves.into(place.target(), modules.get().resolveSibling(""));
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(
          "dependencies can't be installed into " + directory + ": " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw WorkerStartException.ofPlatform("interrupted while installing dependencies");
    }
  }

  private static Workplace.Errand errand(Path npm, Workplace place) throws IOException {
    SortedMap<String, String> environment = IndexSettings.NPM.environment();
    Map<Path, String> shown = IndexSettings.NPM.shown(environment);
    Programs.show(npm, shown, environment);
    boolean locked = LOCKS.stream().anyMatch(lock -> Files.exists(place.code().resolve(lock)));
    List<String> words =
        List.of(
            npm.toString(),
            locked ? "ci" : "install",
            "--omit=dev",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-update-notifier",
            "--install-links",
            "--loglevel=error");
    return new Workplace.Errand(root -> words, environment, shown, true, INSTALL_S);
  }

  private static WorkerStartException refusal(Workplace.Ended ended) {
    return WorkerStartException.ofPlatform(
        "the dependencies in package.json can't be installed: "
            + (ended.late() ? "npm took too long" : "npm ended with status " + ended.status())
            + "; check the names and that this machine reaches the package registry, or ship"
            + " node_modules with the code. npm said:\n"
            + ended.text());
  }
}
