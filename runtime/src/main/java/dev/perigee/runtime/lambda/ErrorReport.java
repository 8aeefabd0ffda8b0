package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.shim.JsonException;
import dev.perigee.runtime.shim.JsonReader;
import dev.perigee.runtime.shim.JsonWriter;
import dev.perigee.runtime.worker.FunctionErrors;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An error that a runtime reports, read as AWS reads it.
///
/// @param type as the platform counts it, whatever the body says
/// @param body what the caller gets
record ErrorReport(String type, byte[] body) {
  static final String TYPE = "Lambda-Runtime-Function-Error-Type";
  private static final String BODY = "Lambda-Runtime-Function-Error-Body";
  private static final String WITH_CAUSE = "application/vnd.aws.lambda.error.cause+json";
  private static final List<String> FIELDS = List.of("errorMessage", "errorType", "stackTrace");
  private static final Pattern KNOWN = Pattern.compile("(Runtime|Function)\\.[A-Z][a-zA-Z]+");

  static ErrorReport of(HttpRequest request) {
    String type = request.header(TYPE).orElse("");
    boolean withCause = request.header("Content-Type").filter(WITH_CAUSE::equals).isPresent();
    return new ErrorReport(
        valid(type), withCause ? withoutCause(request.body()) : request.body().clone());
  }

  /// A stream that ended with an error says so after its body.
  static Optional<ErrorReport> afterStream(HttpRequest request) {
    return request.header(TYPE).map(type -> new ErrorReport(valid(type), trailing(request, type)));
  }

  private static byte[] trailing(HttpRequest request, String type) {
    try {
      return request
          .header(BODY)
          .map(Base64.getDecoder()::decode)
          .orElseGet(() -> FunctionErrors.body(type, ""));
    } catch (IllegalArgumentException notBase64) {
      return FunctionErrors.body(type, "");
    }
  }

  /// Kept if it looks like a type that AWS knows.
  static String valid(String type) {
    if (KNOWN.matcher(type).find()) {
      return type;
    }
    return type.startsWith("Function.") ? "Function.Unknown" : "Runtime.Unknown";
  }

  /// The cause is for a service that collects traces, of which there is none here.
  private static byte[] withoutCause(byte[] body) {
    try {
      if (JsonReader.read(body) instanceof Map<?, ?> fields) {
        Map<String, @Nullable Object> kept = new LinkedHashMap<>();
        FIELDS.forEach(name -> kept.put(name, fields.get(name)));
        return JsonWriter.bytes(kept);
      }
    } catch (JsonException notJson) {
      return JsonWriter.bytes("Invalid error body");
    }
    return JsonWriter.bytes("Invalid error body");
  }
}
