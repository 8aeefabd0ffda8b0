package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.cli.client.Reply;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One function of the demo's list.
///
/// @param code folder that becomes the code archive
/// @param needs commands on the search path or files in the code folder
/// @param show fields of the answer to print; empty: the whole answer
record DemoFunction(
    String name,
    String about,
    String runtime,
    String handler,
    Path code,
    List<String> needs,
    int memoryMb,
    long timeoutMs,
    Map<String, String> environment,
    List<Event> events,
    List<String> show) {

  /// @param payload what is sent
  record Event(String name, byte[] payload) {}

  /// Reads `demo.json`; the paths in it start at its folder.
  static List<DemoFunction> readAll(Path file) {
    try {
      Map<String, @Nullable Object> list = Json.readObject(Files.readAllBytes(file));
      List<DemoFunction> functions = new ArrayList<>();
      for (Map<String, @Nullable Object> fields : Reply.objectsIn(list, "functions")) {
        functions.add(read(fields, file.toAbsolutePath().resolveSibling("")));
      }
      return functions;
    } catch (WireException e) {
      throw new VerbException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new VerbException(
          "can't read the demo's files: %s; run perigee from its checkout, or set PERIGEE_HOME to it"
              .formatted(e),
          e);
    }
  }

  /// What is missing on this machine.
  Optional<String> lack(String searchPath) {
    return needs.stream()
        .filter(need ->
            !Files.exists(code.resolve(need)) && MachineChecks.find(need, searchPath).isEmpty())
        .findFirst();
  }

  private static DemoFunction read(Map<String, @Nullable Object> fields, Path folder)
      throws IOException {
    List<Event> events = new ArrayList<>();
    for (Map<String, @Nullable Object> event : Reply.objectsIn(fields, "events")) {
      events.add(event(event, folder));
    }
    return new DemoFunction(
        text(fields, "name"),
        text(fields, "about"),
        text(fields, "runtime"),
        text(fields, "handler"),
        folder.resolve(text(fields, "code")),
        texts(fields.get("needs")),
        number(fields, "memoryMb").intValue(),
        number(fields, "timeoutS").movePointRight(3).longValue(),
        variables(fields.get("environment")),
        events,
        texts(fields.get("show")));
  }

  private static Event event(Map<String, @Nullable Object> fields, Path folder) throws IOException {
    Map<String, @Nullable Object> event = new LinkedHashMap<>();
    if (fields.get("event") instanceof Map<?, ?> given) {
      given.forEach((key, value) -> event.put(String.valueOf(key), value));
    }
    if (fields.get("fields") instanceof Map<?, ?> added) {
      for (Map.Entry<?, ?> field : added.entrySet()) {
        if (field.getValue() instanceof Map<?, ?> source) {
          event.put(String.valueOf(field.getKey()), content(source, folder));
        }
      }
    }
    return new Event(text(fields, "name"), Json.bytes(json -> Json.write(json, event)));
  }

  private static String content(Map<?, ?> source, Path folder) throws IOException {
    byte[] bytes = Files.readAllBytes(folder.resolve(String.valueOf(source.get("file"))));
    return "base64".equals(source.get("as"))
        ? Base64.getEncoder().encodeToString(bytes)
        : new String(bytes, UTF_8);
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    return fields.get(name) instanceof String text ? text : "";
  }

  private static BigDecimal number(Map<String, @Nullable Object> fields, String name) {
    if (fields.get(name) instanceof BigDecimal number) {
      return number;
    }
    throw new VerbException("demo.json: '" + name + "' of " + fields.get("name") + " is no number");
  }

  private static List<String> texts(@Nullable Object value) {
    return value instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
  }

  private static Map<String, String> variables(@Nullable Object value) {
    Map<String, String> variables = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((key, text) -> variables.put(String.valueOf(key), String.valueOf(text)));
    }
    return variables;
  }
}
