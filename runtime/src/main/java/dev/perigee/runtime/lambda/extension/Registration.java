package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.HttpRequest;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What an extension asks for when it registers.
record Registration(String name, Set<EventKind> events) {
  private static final String NAME = "Lambda-Extension-Name";

  static Registration of(HttpRequest request, int concurrency) throws Refused {
    String name =
        request
            .header(NAME)
            .orElseThrow(
                () -> Refused.of("InvalidExtensionName", "the header " + NAME + " is missing"));
    Map<?, ?> fields = Json.object(request.body(), 403, "InvalidRequestFormat");
    Set<EventKind> events = EnumSet.noneOf(EventKind.class);
    if (fields.get("events") instanceof List<?> wanted) {
      for (Object one : wanted) {
        events.add(kind(one));
      }
    }
    if (concurrency > 1 && events.contains(EventKind.INVOKE)) {
      throw Refused.of(
          "InvalidEventType", "INVOKE: this sandbox takes " + concurrency + " invocations at once");
    }
    return new Registration(name, events);
  }

  private static EventKind kind(Object text) throws Refused {
    for (EventKind kind : EventKind.values()) {
      if (kind.name().equals(text)) {
        return kind;
      }
    }
    throw Refused.of("InvalidEventType", text + ": allowed are INVOKE and SHUTDOWN");
  }
}
