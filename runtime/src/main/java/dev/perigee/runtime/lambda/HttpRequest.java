package dev.perigee.runtime.lambda;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// One request of a function's runtime, read completely.
///
/// @param headers names in lower case; those after a chunked body (trailers) included
/// @param body what came, or nothing if it was larger than an answer may be
/// @param oversized whether it was
record HttpRequest(
    String method, String path, Map<String, String> headers, byte[] body, boolean oversized) {

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
  }

  boolean closes() {
    return header("connection").map(value -> value.equalsIgnoreCase("close")).orElse(false);
  }
}
