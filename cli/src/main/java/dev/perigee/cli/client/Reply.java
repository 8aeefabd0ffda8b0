package dev.perigee.cli.client;

import dev.perigee.api.Json;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An answer of the platform.
public record Reply(int status, HttpHeaders headers, byte[] body) {

  public boolean isOk() {
    return status < 300;
  }

  /// A header's value, empty if it is not there.
  public String header(String name) {
    return headers.firstValue(name).orElse("");
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
