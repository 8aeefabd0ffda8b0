package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.worker.WorkerSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// What a function's sandbox sees beside its code, read-only, and at which paths. A plain process
/// sees everything where it lies.
public final class Shown {
  /// Where a sandbox sees what was installed or built for its function.
  public static final String DEPENDENCIES = "/opt/perigee/dependencies";

  /// Where it sees a language's runtime that lies outside of `/usr`.
  public static final String RUNTIME = "/opt/perigee/runtime";

  /// Where it sees what the platform runs beside the function.
  public static final String SHIMS = "/var/runtime";

  /// Where modules of Node are found from the code.
  public static final String NODE_MODULES = "/var/node_modules";

  /// Where it sees its layers. What is shown below it has its place there.
  public static final String LAYERS = "/opt";

  private final boolean isolated;
  private final Optional<String> layers;
  private final Map<Path, String> folders = new LinkedHashMap<>();

  /// For a worker; its layers are shown first, for others lie below them.
  public Shown(WorkerSpec spec) {
    this.isolated = spec.function().isolation().hasOwnRoot();
    this.layers = spec.layers().map(tree -> folder(tree, LAYERS));
  }

  /// Where the function sees its layers, if it has any.
  public Optional<String> layers() {
    return layers;
  }

  /// Shows a folder at one of the paths above; returns the path at which the function sees it.
  public String folder(Path folder, String inside) {
    Path real = folder.toAbsolutePath().normalize();
    if (!isolated) {
      return real.toString();
    }
    folders.put(real, inside);
    return inside;
  }

  /// Shows a program's own folder, which is two above it, unless it lies in `/usr` like that of
  /// every function; returns the program's path as the function sees it.
  public String program(Path program) {
    try {
      Path real = program.toRealPath();
      if (!isolated || real.startsWith("/usr")) {
        return real.toString();
      }
      Path home = real.resolve("../..").normalize();
      return folder(home, RUNTIME) + "/" + home.relativize(real);
    } catch (IOException gone) {
      throw new UncheckedIOException(program + " is gone", gone);
    }
  }

  public Map<Path, String> folders() {
    return Collections.unmodifiableMap(folders);
  }
}
