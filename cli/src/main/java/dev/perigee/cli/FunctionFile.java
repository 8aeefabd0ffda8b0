package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `perigee.json` in a function's folder: its name, runtime and handler, so that they need not be
/// typed each time. All are empty where there is no such file.
record FunctionFile(String name, String runtime, String handler) {
  static final String FILE = "perigee.json";
  private static final FunctionFile NONE = new FunctionFile("", "", "");

  static FunctionFile in(Path code) {
    Path file = code.resolve(FILE);
    if (!Files.isDirectory(code) || !Files.isRegularFile(file)) {
      return NONE;
    }
    try {
      Map<String, @Nullable Object> fields = Json.readObject(Files.readAllBytes(file));
      return new FunctionFile(
          text(fields, "name"), text(fields, "runtime"), text(fields, "handler"));
    } catch (WireException e) {
      throw new VerbException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new VerbException("can't read " + file + ": " + e.getMessage(), e);
    }
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }
}
