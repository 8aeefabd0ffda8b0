package dev.perigee.platform.access;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Requests in a file, one JSON object per line with `method`, `path` (the query included),
/// `headers` and `body_b64`, checked as the platform would check them.
public final class RecordedRequests {
  private static final String TARGET = "x-amz-target";

  private RecordedRequests() {}

  /// What was found of one request.
  ///
  /// @param line counted from 1
  /// @param reason why it was refused; empty if it was not
  public record Verdict(int line, boolean accepted, String reason) {}

  /// @param at when the requests arrive; empty: when each says that it was signed
  public static List<Verdict> verify(Path file, Credentials credentials, Optional<Instant> at)
      throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    List<String> lines = Files.readAllLines(file);
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        verdicts.add(verdict(i + 1, lines.get(i), credentials, at));
      }
    }
    return verdicts;
  }

  private static Verdict verdict(
      int line, String text, Credentials credentials, Optional<Instant> at) {
    try {
      AccessRequest request = request(text);
      Instant now = at.orElseGet(() -> SignatureCheck.signedAt(request));
      var _ =
          new SignatureCheck(credentials, service(request), new SigningKeys(), _ -> {})
              .require(request, now);
      return new Verdict(line, true, "");
    } catch (AccessException refused) {
      return new Verdict(line, false, refused.type() + ": " + refused.getMessage());
    } catch (WireException | IllegalArgumentException malformed) {
      return new Verdict(line, false, "not a recorded request: " + malformed.getMessage());
    }
  }

  /// The service that serves the path.
  private static String service(AccessRequest request) {
    return request.header().apply(TARGET).startsWith("AWSStepFunctions.") ? "states" : "lambda";
  }

  private static AccessRequest request(String text) {
    Map<String, @Nullable Object> fields = Json.readObject(text.getBytes(StandardCharsets.UTF_8));
    String path = text(fields, "path");
    int question = path.indexOf('?');
    Map<String, String> headers = headers(fields.get("headers"));
    byte[] body = Base64.getDecoder().decode(text(fields, "body_b64"));
    return new AccessRequest(
        text(fields, "method"),
        question < 0 ? path : path.substring(0, question),
        question < 0 ? "" : path.substring(question + 1),
        headers.keySet(),
        name -> headers.getOrDefault(name, ""),
        () -> body);
  }

  private static Map<String, String> headers(@Nullable Object given) {
    Map<String, String> headers = new TreeMap<>();
    if (given instanceof Map<?, ?> map) {
      map.forEach((name, value) ->
          headers.put(String.valueOf(name).toLowerCase(Locale.ROOT), joined(value)));
    }
    return headers;
  }

  private static String joined(@Nullable Object value) {
    return value instanceof Collection<?> values
        ? values.stream().map(String::valueOf).collect(Collectors.joining(","))
        : String.valueOf(value);
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw new WireException(List.of(name + " is missing, or no text"));
  }
}
