package dev.perigee.runtime.lambda.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.worker.JsonText;
import java.util.LinkedHashMap;
import java.util.Map;

/// What a request is answered with.
///
/// @param then what is done once it is on its way: the client goes on while that is done
public record HttpResponse(int status, Map<String, String> headers, byte[] body, Runnable then) {
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  public HttpResponse(int status, Map<String, String> headers, byte[] body) {
    this(status, headers, body, () -> {});
  }

  /// What AWS says to each answer and each report of an error that it takes.
  public static HttpResponse accepted() {
    return json(202, "{\"status\":\"OK\"}\n");
  }

  public static HttpResponse json(int status, String text) {
    return new HttpResponse(status, JSON, text.getBytes(UTF_8));
  }

  public static HttpResponse text(String text) {
    return new HttpResponse(200, Map.of("Content-Type", "text/plain"), text.getBytes(UTF_8));
  }

  public static HttpResponse error(int status, String type, String message) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("errorMessage", message);
    fields.put("errorType", type);
    return json(status, JsonText.object(fields));
  }

  /// The same with one more header.
  public HttpResponse with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new HttpResponse(status, more, body, then);
  }

  /// The same with something to do afterwards.
  public HttpResponse then(Runnable action) {
    return new HttpResponse(status, headers, body, action);
  }

  byte[] head() {
    StringBuilder head = new StringBuilder(256);
    head.append("HTTP/1.1 ").append(status).append(' ').append(reason()).append("\r\n");
    headers.forEach((name, value) -> {
      head.append(name).append(": ").append(value).append("\r\n");
    });
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    return head.toString().getBytes(ISO_8859_1);
  }

  private String reason() {
    return switch (status) {
      case 200 -> "OK";
      case 202 -> "Accepted";
      case 400 -> "Bad Request";
      case 403 -> "Forbidden";
      case 404 -> "Not Found";
      case 405 -> "Method Not Allowed";
      case 413 -> "Request Entity Too Large";
      default -> "Status";
    };
  }
}
