package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.extension.Extensions;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The external extensions of a function: the executables in the folder `extensions` of its code
/// and of its layers.
final class ExtensionFiles {
  private static final String FOLDER = "extensions";

  private ExtensionFiles() {}

  /// Paths of those of the code, below its root, and of those of layers, from `/` on.
  static List<String> paths(WorkerSpec spec) throws WorkerStartException {
    List<String> all = new ArrayList<>();
    in(spec.code()).forEach(name -> all.add(FOLDER + "/" + name));
    if (spec.layers().isPresent()) {
      in(spec.layers().get()).forEach(name -> all.add("/" + FOLDER + "/" + name));
    }
    return all.size() <= Extensions.MAX ? all : refuse(all.size());
  }

  /// Their names, in order.
  static List<String> in(Path code) throws WorkerStartException {
    Path folder = code.resolve(FOLDER);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> names =
          files
              .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
              .map(file -> file.getFileName().toString())
              .sorted()
              .toList();
      return names.size() <= Extensions.MAX ? names : refuse(names.size());
    } catch (IOException e) {
      throw WorkerStartException.ofPlatform(folder + " can't be read: " + e.getMessage());
    }
  }

  /// What they are known by.
  static List<String> names(List<String> paths) {
    return paths.stream().map(path -> path.substring(path.lastIndexOf('/') + 1)).toList();
  }

  private static List<String> refuse(int count) throws WorkerStartException {
    String message =
        "the folder extensions has " + count + " executables; at most " + Extensions.MAX;
    throw WorkerStartException.ofFunction(
        message, FunctionErrors.body("Extension.TooManyExtensions", message));
  }
}
