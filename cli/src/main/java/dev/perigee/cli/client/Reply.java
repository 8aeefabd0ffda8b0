package dev.perigee.cli.client;

import dev.perigee.api.Json;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of the platform.
///
/// @param headers by name, in whatever case
public record Reply(int status, Map<String, String> headers, byte[] body) {

  public boolean isOk() {
    return status < 300;
  }

  /// A header's value, empty if it is not there.
  public String header(String name) {
    return headers.getOrDefault(name, "");
  }

  public Map<String, @Nullable Object> object() {
    return Json.readObject(body);
  }

  /// The objects of the list with a name.
  public List<Map<String, @Nullable Object>> objects(String name) {
    return objectsIn(object(), name);
  }

  @SuppressWarnings("unchecked")
  public static List<Map<String, @Nullable Object>> objectsIn(
      Map<String, @Nullable Object> document, String name) {
    return document.get(name) instanceof List<?> list
        ? (List<Map<String, @Nullable Object>>) list
        : List.of();
  }
}
