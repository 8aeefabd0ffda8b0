package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.Problem;
import io.helidon.http.DirectHandler;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.HeaderNames;
import io.helidon.http.ServerResponseHeaders;
import io.helidon.http.Status;
import io.helidon.webserver.http.DirectHandlers;

/// Answers requests that are too broken to reach a route. One that ends in its head is an internal
/// error to the server; faults of routes never come here, for the router answers them.
final class BadRequests implements DirectHandler {

  static DirectHandlers handlers() {
    DirectHandlers.Builder builder = DirectHandlers.builder();
    for (EventType type : EventType.values()) {
      builder.addHandler(type, new BadRequests());
    }
    return builder.build();
  }

  @Override
  public TransportResponse handle(
      TransportRequest request,
      EventType type,
      Status defaultStatus,
      ServerResponseHeaders headers,
      String message) {
    boolean cut = type == EventType.INTERNAL_ERROR;
    Status status = cut ? Status.BAD_REQUEST_400 : defaultStatus;
    Problem problem =
        Problems.of(
            status.code(),
            "not a request that can be read: " + (cut ? "it ends in its head" : message));
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .keepAlive(false)
        .entity(Json.bytes(problem))
        .build();
  }
}
