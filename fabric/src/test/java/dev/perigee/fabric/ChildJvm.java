package dev.perigee.fabric;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Small JVMs with the test's class path.
public final class ChildJvm {
  private ChildJvm() {}

  /// The child's standard error goes where the parent's goes.
  public static Process start(Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xint",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx64m",
            "--enable-native-access=ALL-UNNAMED"));
    command.addAll(nativeLibrary());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// Saves each child from unpacking SQLite's library, which takes longer than all else that it
  /// does.
  private static List<String> nativeLibrary() throws IOException {
    String name = System.mapLibraryName("sqlitejdbc");
    Path folder = Path.of(System.getProperty("java.io.tmpdir"), "perigee-test-sqlite-3.54.1.0");
    Path library = folder.resolve(name);
    if (!Files.exists(library)) {
      Files.createDirectories(folder);
      Path aside = Files.createTempFile(folder, name, ".aside");
      try (var in = ChildJvm.class.getResourceAsStream(resource(name))) {
        if (in == null) {
          return List.of();
        }
        Files.write(aside, in.readAllBytes());
      }
      Files.move(aside, library, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }
    return List.of("-Dorg.sqlite.lib.path=" + folder, "-Dorg.sqlite.lib.name=" + name);
  }

  private static String resource(String name) {
    String machine = System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";
    return "/org/sqlite/native/Linux/" + machine + "/" + name;
  }

  /// Sends a signal to exactly this process.
  public static void signal(Process process, String signal) throws Exception {
    Process kill =
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).inheritIO().start();
    if (kill.waitFor() != 0) {
      throw new IOException("kill -" + signal + " failed");
    }
  }

  /// True if a mount can be made, as only root may.
  public static boolean mount(Path folder, String... options) throws Exception {
    try (Stream<String> uid = Files.lines(Path.of("/proc/self/status"))) {
      if (uid.noneMatch(l -> l.startsWith("Uid:\t0\t"))) {
        return false;
      }
    }
    Files.createDirectories(folder);
    List<String> command = new ArrayList<>(List.of("mount"));
    command.addAll(List.of(options));
    command.add(folder.toString());
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  public static void unmount(Path folder) throws Exception {
    new ProcessBuilder("umount", "-l", folder.toString()).start().waitFor();
  }
}
