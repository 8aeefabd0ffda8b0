package dev.perigee.runtime.language;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.egress.EgressProxy;
import dev.perigee.runtime.sandbox.LambdaEnvironment;
import dev.perigee.runtime.sandbox.Shown;
import dev.perigee.runtime.shim.JavaWorker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The command line of a function's JVM: the same paths and flags when it serves and when its cache
/// is made, because a JVM uses a cache only then.
final class JavaCommand {
  static final String SHIM = "shim.jar";
  static final String CLASSES = "classes.jar";

  /// The folder of what came by Maven coordinates.
  static final String LIB = "lib";

  static final String CACHE = "function.aot";

  /// What a small JVM needs beside its heap.
  private static final int BESIDE_HEAP_MB = 48;

  /// Small, quick to start, and with nothing to say of itself; as at AWS, code is compiled once and
  /// quickly.
  private static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "-XX:-UsePerfData",
          "-XX:ErrorFile=/dev/null",
          "-Xlog:disable",
          "-Xlog:all=off",
          "-Djdk.reflect.useNativeAccessorOnly=true",
          "-Dstdout.encoding=UTF-8",
          "-Dstderr.encoding=UTF-8");

  /// A JVM reads no variable that names a proxy.
  private static final List<String> PROXY =
      Stream.of("http", "https")
          .flatMap(scheme ->
              Stream.of(
                  "-D" + scheme + ".proxyHost=127.0.0.1",
                  "-D" + scheme + ".proxyPort=" + EgressProxy.PORT))
          .toList();

  private final Path built;
  private final String program;
  private final String builtInside;
  private final List<String> common = new ArrayList<>();

  /// @param shown learns what the JVM has to see
  JavaCommand(WorkerSpec spec, Path directory, Shown shown) throws WorkerStartException {
    FunctionSpec function = spec.function();
    this.built = built(spec, directory);
    this.program = shown.program(jdk().resolve("bin/java"));
    this.builtInside = shown.folder(built, Shown.DEPENDENCIES);
    String shims = shown.folder(shims(directory), Shown.SHIMS);
    String code =
        function.isolation().hasOwnRoot()
            ? LambdaEnvironment.TASK_ROOT
            : spec.code().toAbsolutePath().normalize().toString();
    int heapMb =
        Math.max(function.memoryMb() - Math.max(BESIDE_HEAP_MB, function.memoryMb() / 5), 8);
    common.add("-Xmx" + heapMb + "m");
    common.addAll(FLAGS);
    if (!function.network().isEmpty()) {
      common.addAll(PROXY);
    }
    common.add("-cp");
    common.add(
        shims
            + "/"
            + SHIM
            + ":"
            + builtInside
            + "/"
            + CLASSES
            + jars(spec.code(), code, List.of("lib/", ""))
            + jars(built, builtInside, List.of(LIB + "/"))
            + layered(spec, shown));
  }

  static Path jdk() {
    return Path.of(System.getProperty("java.home"));
  }

  static Path shims(Path directory) {
    return directory.resolve("shims");
  }

  /// The folder of what was built of a function for a JVM like this one.
  static Path built(WorkerSpec spec, Path directory) {
    FunctionSpec function = spec.function();
    List<String> parts =
        List.of(
            function.codeSha256(),
            function.layersSha256(),
            spec.code().toAbsolutePath().normalize().toString(),
            function.handler(),
            function.isolation().text(),
            String.valueOf(System.getProperty("java.vm.version")),
            FLAGS.toString());
    return directory.resolve("built").resolve(Digest.of(parts));
  }

  /// The jars in some folders below one, each in the order of their names.
  private static String jars(Path root, String inside, List<String> folders)
      throws WorkerStartException {
    StringBuilder path = new StringBuilder();
    for (String folder : folders) {
      for (String jar : jarsIn(root.resolve(folder))) {
        path.append(':').append(inside).append('/').append(folder).append(jar);
      }
    }
    return path.toString();
  }

  private static String layered(WorkerSpec spec, Shown shown) throws WorkerStartException {
    return spec.layers().isEmpty()
        ? ""
        : jars(spec.layers().get(), shown.layers().orElse(""), List.of("java/lib/"));
  }

  private static List<String> jarsIn(Path folder) throws WorkerStartException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".jar"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(folder + " can't be read: " + e.getMessage());
    }
  }

  /// For a worker; the platform adds the last argument. An empty cache says that none can be made.
  List<String> serving() {
    boolean cached = built.resolve(CACHE).toFile().length() > 0;
    return words(cached ? List.of("-XX:AOTCache=" + builtInside + "/" + CACHE) : List.of());
  }

  /// To make the cache at the path that this JVM sees.
  List<String> training(String cache) {
    List<String> words = words(List.of("-XX:AOTCacheOutput=" + cache));
    words.add("train");
    return words;
  }

  private List<String> words(List<String> flags) {
    List<String> words = new ArrayList<>();
    words.add(program);
    words.addAll(flags);
    words.addAll(common);
    words.add(JavaWorker.class.getName());
    return words;
  }
}
