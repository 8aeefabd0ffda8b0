package dev.perigee.runtime.lambda.http;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request, read to its end, or only its head.
///
/// @param headers names in lower case; those after a chunked body (trailers) included
/// @param body what came, or nothing unless it is whole
public record HttpRequest(
    String method, String path, Map<String, String> headers, byte[] body, Extent extent) {

  /// How much of the body came.
  public enum Extent {
    WHOLE,
    /// It was larger than it may be.
    OVERSIZED,
    /// The client left inside it.
    TRUNCATED
  }

  static HttpRequest head(String method, String path, Map<String, String> headers) {
    return new HttpRequest(method, path, headers, new byte[0], Extent.WHOLE);
  }

  /// The same, whose body has come; `headers` has the trailers by now.
  HttpRequest with(byte[] body, Extent extent) {
    return new HttpRequest(method, path, headers, body, extent);
  }

  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)))
        .filter(value -> !value.isEmpty());
  }

  public boolean is(String method, String path) {
    return this.path.equals(path) && this.method.equals(method);
  }

  public boolean closes() {
    return extent == Extent.TRUNCATED
        || header("connection").map(value -> value.equalsIgnoreCase("close")).orElse(false);
  }
}
