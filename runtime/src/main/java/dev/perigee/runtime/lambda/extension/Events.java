package dev.perigee.runtime.lambda.extension;

import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.shim.JsonWriter;
import dev.perigee.runtime.worker.Invocation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/// The events that extensions get, as AWS words them.
final class Events {
  private Events() {}

  static HttpResponse invoke(Invocation invocation, String trace) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", EventKind.INVOKE.name());
    event.put("deadlineMs", invocation.deadlineUtcNs() / 1_000_000);
    event.put("requestId", invocation.id().toString());
    event.put("invokedFunctionArn", invocation.functionArn());
    event.put("tracing", Map.of("type", "X-Amzn-Trace-Id", "value", trace));
    return response(event);
  }

  static HttpResponse shutdown(ShutdownReason reason, long deadlineUtcMs) {
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("eventType", EventKind.SHUTDOWN.name());
    event.put("shutdownReason", reason.text());
    event.put("deadlineMs", deadlineUtcMs);
    return response(event);
  }

  private static HttpResponse response(Map<String, Object> event) {
    return new HttpResponse(
        200,
        Map.of(
            "Content-Type",
            "application/json",
            "Lambda-Extension-Event-Identifier",
            UUID.randomUUID().toString()),
        JsonWriter.bytes(event));
  }
}
