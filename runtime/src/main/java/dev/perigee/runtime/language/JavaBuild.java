package dev.perigee.runtime.language;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.sandbox.CodeAccess;
import dev.perigee.runtime.sandbox.LambdaEnvironment;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.Shown;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/// Makes of a function's code what its JVM starts quickly from: one jar of its classes, since a JVM
/// caches nothing that lies in folders, and a cache of what loading the handler needs. Code that
/// comes as sources is compiled first.
final class JavaBuild {
  private static final long COMPILE_S = 60;
  private static final long TRAIN_S = 20;

  private final SandboxHost host;
  private final Path directory;
  private final Maven maven;
  private final Map<Path, ReentrantLock> turns = new ConcurrentHashMap<>();

  JavaBuild(SandboxHost host, Path directory) {
    this.host = host;
    this.directory = directory;
    this.maven = new Maven(host, directory.resolve("maven"));
  }

  /// Does what was not done before for this code; several nodes may ask for the same at once.
  void prepare(WorkerSpec spec) throws IOException, InterruptedException, WorkerStartException {
    Path built = JavaCommand.built(spec, directory);
    ReentrantLock turn = turns.computeIfAbsent(built, each -> new ReentrantLock());
    turn.lock();
    try {
      prepare(spec, built);
    } finally {
      turn.unlock();
      turns.remove(built, turn);
    }
  }

  private void prepare(WorkerSpec spec, Path built)
      throws IOException, InterruptedException, WorkerStartException {
    boolean jarred = Files.exists(built.resolve(JavaCommand.CLASSES));
    if (jarred && Files.exists(built.resolve(JavaCommand.CACHE))) {
      return;
    }
    Optional<Path> jars = jarred ? Optional.empty() : maven.fetched(spec);
    Files.createDirectories(built.resolveSibling(""));
    try (Workplace place = Workplace.of(host, spec.function().tenant(), directory, spec.code())) {
      if (!jarred) {
        Path folder = Files.createDirectory(place.tmp().resolve("built"));
        Path lib = Files.createDirectory(folder.resolve(JavaCommand.LIB));
        if (jars.isPresent()) {
          copy(jars.get(), lib);
        }
        compile(place, spec);
        MavenLayout.raiseResources(place.code());
        ClassesJar.write(place.code(), folder.resolve(JavaCommand.CLASSES));
        CodeAccess.open(folder);
        Moves.into(folder, built);
      }
      train(spec, place, built);
    }
  }

  private static void copy(Path jars, Path lib) throws IOException {
    try (Stream<Path> files = Files.list(jars)) {
      for (Path jar : files.filter(JavaBuild::isFile).toList()) {
        Files.copy(jar, lib.resolve(jar.getFileName().toString()));
      }
    }
  }

  /// A link may lead out of what the function may read.
  private static boolean isFile(Path path) {
    return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS);
  }

  /// Classes come to lie beside their sources. Annotation processors do not run.
  private static void compile(Workplace place, WorkerSpec spec)
      throws IOException, InterruptedException, WorkerStartException {
    List<String> sources = new ArrayList<>();
    try (Stream<Path> files = Files.walk(MavenLayout.sources(place.code()))) {
      for (Path file : files.toList()) {
        String name = place.code().relativize(file).toString();
        if (name.endsWith(".class")) {
          return;
        }
        if (name.endsWith(".java")) {
          sources.add(name);
        }
      }
    }
    if (sources.isEmpty()) {
      return;
    }
    Path javac = JavaCommand.jdk().resolve("bin/javac");
    if (!Files.isExecutable(javac)) {
      throw WorkerStartException.ofMachine(
          "sources of Java can't be compiled: " + javac + " is missing; install a JDK, not a JRE");
    }
    List<String> words = new ArrayList<>(List.of(javac.toString(), "-proc:none", "-cp"));
    words.add("lib/*:*:../tmp/built/" + JavaCommand.LIB + "/*" + layered(spec));
    words.addAll(List.of("-d", "."));
    words.addAll(sources);
    Workplace.Ended ended =
        place.run(
            new Workplace.Errand(root -> words, new TreeMap<>(), shown(spec), false, COMPILE_S));
    if (ended.status() != 0) {
      throw WorkerStartException.ofPlatform(
          "the sources can't be compiled; correct them or deploy a jar. javac said:\n"
              + ended.text());
    }
  }

  /// The jars of layers, where a sandbox and where a plain process finds them.
  private static String layered(WorkerSpec spec) {
    return spec.layers()
        .map(tree -> ":" + Shown.LAYERS + "/java/lib/*:" + tree.toAbsolutePath() + "/java/lib/*")
        .orElse("");
  }

  private static Map<Path, String> shown(WorkerSpec spec) throws IOException {
    Map<Path, String> shown = new LinkedHashMap<>();
    spec.layers().ifPresent(tree -> shown.put(tree.toAbsolutePath(), Shown.LAYERS));
    shown.put(JavaCommand.jdk().toRealPath(), JavaCommand.jdk().toString());
    return shown;
  }

  /// A function that can't be trained starts without a cache; an empty file says so.
  private void train(WorkerSpec spec, Workplace place, Path built)
      throws IOException, InterruptedException, WorkerStartException {
    FunctionSpec function = spec.function();
    Shown shown = new Shown(spec);
    JavaCommand command = new JavaCommand(spec, directory, shown);
    Map<Path, String> folders = new LinkedHashMap<>(shown.folders());
    boolean isolated = function.isolation().hasOwnRoot();
    Path code = spec.code().toAbsolutePath().normalize();
    String taskRoot = isolated ? LambdaEnvironment.TASK_ROOT : code.toString();
    folders.put(code, taskRoot);
    Workplace.Errand errand =
        new Workplace.Errand(
            root -> command.training(root + "/target/" + JavaCommand.CACHE),
            new TreeMap<>(LambdaEnvironment.of(spec, taskRoot)),
            folders,
            false,
            TRAIN_S);
    Workplace.Ended ended = isolated ? place.run(errand) : place.runPlainly(errand);
    place.finish();
    Path cache = place.target().resolve(JavaCommand.CACHE);
    if (ended.status() != 0 || !Files.exists(cache)) {
      spec.logs()
          .line("starts of this function are slower, its cache can't be made: " + ended.text());
      Files.deleteIfExists(cache);
      Files.createFile(cache);
    }
    Files.move(cache, built.resolve(JavaCommand.CACHE), StandardCopyOption.REPLACE_EXISTING);
  }
}
