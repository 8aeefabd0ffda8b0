package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An error answer (RFC 9457, `application/problem+json`).
///
/// @param kind last part of the problem's type, such as `not-found`
/// @param problems everything that is wrong: what, why, how to fix
public record Problem(String kind, String title, int status, List<String> problems)
    implements Wire {
  public static final String CONTENT_TYPE = "application/problem+json";
  private static final String TYPE_PREFIX = "urn:perigee:problem:";

  public Problem {
    problems = List.copyOf(problems);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", TYPE_PREFIX + kind);
    json.writeStringField("title", title);
    json.writeNumberField("status", status);
    json.writeStringField("detail", String.join("; ", problems));
    json.writeArrayFieldStart("problems");
    for (String problem : problems) {
      json.writeString(problem);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  /// What an error answer says, whether it is a problem document, one of the Lambda API or neither.
  public static List<String> problemsIn(byte[] body, int status) {
    try {
      Map<String, @Nullable Object> document = Json.readObject(body);
      if (document.get("problems") instanceof List<?> list && !list.isEmpty()) {
        List<String> problems = new ArrayList<>();
        list.forEach(problem -> problems.add(String.valueOf(problem)));
        return problems;
      }
      for (String name : List.of("detail", "Message", "message", "title")) {
        if (document.get(name) instanceof String text) {
          return List.of(text);
        }
      }
    } catch (WireException _) {
      // Not one of ours: the status is all there is.
    }
    return List.of("the server answered with status " + status);
  }
}
