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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Fetches the jars that Java code names by Maven coordinates, once per set: the dependencies of a
/// `pom.xml`, or else those of comments `//DEPS group:artifact:version` in the sources, the way
/// JBang has them.
final class Maven {
  static final String POM = "pom.xml";
  private static final long FETCH_S = 300;

  /// Pinned, so that the same code asks for the same things tomorrow.
  private static final String GOAL =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies";

  private static final Pattern DEPS = Pattern.compile("(?m)^//DEPS\\s+(.+)$");
  private static final Pattern COORDINATES =
      Pattern.compile("([\\w.-]+):([\\w.-]+):([\\w.-]+)(?::([\\w.-]+))?");

  private final SandboxHost host;
  private final Path directory;

  Maven(SandboxHost host, Path directory) {
    this.host = host;
    this.directory = directory.toAbsolutePath().normalize();
  }

  /// The folder of the jars; empty if the code names none.
  Optional<Path> fetched(WorkerSpec spec)
      throws IOException, InterruptedException, WorkerStartException {
    Optional<String> pom = pom(spec.code());
    if (pom.isEmpty()) {
      return Optional.empty();
    }
    Path jars = directory.resolve(Digest.of(List.of(pom.get())));
    if (!Files.isDirectory(jars)) {
      fetch(spec, pom.get(), jars);
    }
    return Optional.of(jars);
  }

  private static Optional<String> pom(Path code) throws IOException, WorkerStartException {
    Path file = code.resolve(POM);
    if (Files.isRegularFile(file)) {
      String text = Files.readString(file, UTF_8);
      return text.contains("<dependencies>") ? Optional.of(text) : Optional.empty();
    }
    List<String> names = named(code);
    return names.isEmpty() ? Optional.empty() : Optional.of(pom(names));
  }

  private static List<String> named(Path code) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(code)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
        DEPS.matcher(Files.readString(file, UTF_8))
            .results()
            .flatMap(line -> Stream.of(line.group(1).strip().split("[\\s,]+")))
            .forEach(names::add);
      }
    }
    return names.stream().distinct().toList();
  }

  private static String pom(List<String> names) throws WorkerStartException {
    List<String> wrong =
        names.stream().filter(name -> !COORDINATES.matcher(name).matches()).toList();
    if (!wrong.isEmpty()) {
      throw WorkerStartException.ofPlatform(
          "//DEPS names what are no coordinates: "
              + String.join(", ", wrong)
              + "; write group:artifact:version or group:artifact:version:classifier");
    }
    String dependencies =
        names.stream()
            .flatMap(name -> COORDINATES.matcher(name).results())
            .map(Maven::dependency)
            .collect(Collectors.joining());
    return "<project><modelVersion>4.0.0</modelVersion><groupId>function</groupId>"
        + "<artifactId>function</artifactId><version>1</version><dependencies>"
        + dependencies
        + "</dependencies></project>";
  }

  private static String dependency(MatchResult name) {
    return "<dependency>"
        + tag("groupId", name.group(1))
        + tag("artifactId", name.group(2))
        + tag("version", name.group(3))
        + (name.group(4) == null ? "" : tag("classifier", name.group(4)))
        + "</dependency>";
  }

  private static String tag(String name, String text) {
    return "<" + name + ">" + text + "</" + name + ">";
  }

  private void fetch(WorkerSpec spec, String pom, Path jars)
      throws IOException, InterruptedException, WorkerStartException {
    Path mvn = Programs.find("mvn", "maven");
    Files.createDirectories(directory);
    try (Workplace place = Workplace.of(host, spec.function().tenant(), directory, spec.code())) {
      Files.writeString(place.code().resolve(POM), pom, UTF_8);
      Workplace.Ended ended = place.run(errand(mvn));
      if (ended.status() != 0) {
        throw refusal(ended);
      }
      place.finish();
      Moves.into(place.target(), jars);
    }
  }

  private static Workplace.Errand errand(Path mvn) throws IOException {
    SortedMap<String, String> environment = IndexSettings.MAVEN.environment();
    Map<Path, String> shown = IndexSettings.MAVEN.shown(environment);
    Programs.show(mvn, shown, environment);
    Path jdk = JavaCommand.jdk();
    shown.put(jdk.toRealPath(), jdk.toString());
    environment.put("JAVA_HOME", jdk.toString());
    Optional<String> settings =
        Optional.ofNullable(environment.get(IndexSettings.MAVEN.fileVariable()));
    return new Workplace.Errand(
        root -> words(mvn, root, settings), environment, shown, true, FETCH_S);
  }

  private static List<String> words(Path mvn, String root, Optional<String> settings) {
    List<String> words =
        new ArrayList<>(
            List.of(mvn.toString(), "--batch-mode", "--quiet", "--no-transfer-progress"));
    settings.ifPresent(file -> words.addAll(List.of("--settings", file)));
    words.add("-Dmaven.repo.local=" + root + "/tmp/repository");
    words.add("-DoutputDirectory=" + root + "/target");
    words.add("-DincludeScope=runtime");
    words.add(GOAL);
    return words;
  }

  private static WorkerStartException refusal(Workplace.Ended ended) {
    return WorkerStartException.ofPlatform(
        "the jars of the Maven coordinates can't be fetched: "
            + (ended.late() ? "mvn took too long" : "mvn ended with status " + ended.status())
            + "; check the coordinates and that this machine reaches the repository, or ship the"
            + " jars in lib/. mvn said:\n"
            + ended.text());
  }
}
