package dev.perigee.runtime.language;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Puts the classes and resources of unpacked code into a jar. Other jars, sources and signatures,
/// which no longer hold, stay out.
final class ClassesJar {
  private static final String MANIFEST = "META-INF/MANIFEST.MF";
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          ".*\\.java|pom\\.xml|src/(main|test)/.*|lib/.*\\.jar|[^/]*\\.jar|META-INF/[^/]*\\.(SF|RSA|DSA|EC)");

  private ClassesJar() {}

  static Path write(Path code, Path jar) throws IOException {
    try (OutputStream out = Files.newOutputStream(jar);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.setLevel(Deflater.NO_COMPRESSION);
      for (String name : names(code)) {
        zip.putNextEntry(new ZipEntry(name));
        Files.copy(code.resolve(name), zip);
        zip.closeEntry();
      }
    }
    return jar;
  }

  /// A reader of jars looks for the manifest first.
  private static List<String> names(Path code) throws IOException {
    try (Stream<Path> files = Files.walk(code)) {
      List<String> names =
          files
              .filter(Files::isRegularFile)
              .map(file -> code.relativize(file).toString())
              .filter(name -> !LEFT_OUT.matcher(name).matches())
              .sorted()
              .toList();
      return names.contains(MANIFEST)
          ? Stream.concat(
                  Stream.of(MANIFEST), names.stream().filter(name -> !name.equals(MANIFEST)))
              .toList()
          : names;
    }
  }
}
