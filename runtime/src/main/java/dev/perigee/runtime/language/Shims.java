package dev.perigee.runtime.language;

import dev.perigee.runtime.shim.JavaWorker;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes what runs beside a function in its sandbox into a folder that sandboxes can see.
final class Shims {
  private static final List<String> JAVA_CLASSES =
      List.of(
          "Binding",
          "Call",
          "ClientContextView",
          "ContextProxy",
          "ContextProxy$Logger",
          "Faults",
          "Generics",
          "Handler",
          "JavaWorker",
          "JsonException",
          "JsonReader",
          "JsonWriter",
          "Link",
          "LoadFault",
          "Properties",
          "Variables");

  /// A cache of the JVM names its jars by size and time, so the time is always the same.
  private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_000L);

  private Shims() {}

  /// A file of this package's resources.
  static void resource(String name, Path folder) throws IOException {
    write(bytes(Shims.class, name), folder.resolve(name));
  }

  /// The shim for Java as a jar.
  static void javaJar(Path file) throws IOException {
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(jar)) {
      zip.setMethod(ZipOutputStream.DEFLATED);
      for (String name : JAVA_CLASSES) {
        ZipEntry entry =
            new ZipEntry(
                JavaWorker.class.getPackageName().replace('.', '/') + "/" + name + ".class");
        entry.setLastModifiedTime(TIME);
        zip.putNextEntry(entry);
        zip.write(bytes(JavaWorker.class, name + ".class"));
        zip.closeEntry();
      }
    }
    write(jar.toByteArray(), file);
  }

  private static byte[] bytes(Class<?> beside, String name) throws IOException {
    try (InputStream in = beside.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException("the resource " + name + " is missing from the program");
      }
      return in.readAllBytes();
    }
  }

  /// One that is there already with the same bytes stays: workers may be reading it.
  private static void write(byte[] bytes, Path file) throws IOException {
    if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), bytes)) {
      return;
    }
    @Nullable Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Path fresh = Files.createTempFile(folder, "shim", "");
    Files.write(fresh, bytes);
    if (!fresh.toFile().setReadable(true, false)) {
      throw new IOException(fresh + " can't be made readable for sandboxes");
    }
    Files.setLastModifiedTime(fresh, TIME);
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
