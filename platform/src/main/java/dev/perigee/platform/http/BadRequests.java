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
  private static final Status HEAD_TOO_LARGE =
      Status.create(431, "Request Header Fields Too Large");

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
    boolean isLong =
        defaultStatus.code() == 400 && Connection.hasHeadOver(HttpFront.HEADERS_BYTES_MAX);
    if (isLong) {
      return answer(
          HEAD_TOO_LARGE,
          headers,
          "headers may have %d bytes".formatted(HttpFront.HEADERS_BYTES_MAX));
    }
    return answer(
        cut ? Status.BAD_REQUEST_400 : defaultStatus,
        headers,
        cut ? "it ends in its head" : message);
  }

  private static TransportResponse answer(
      Status status, ServerResponseHeaders headers, String why) {
    Problem problem = Problems.of(status.code(), "not a request that can be read: " + why);
    return TransportResponse.builder()
        .status(status)
        .headers(headers)
        .header(HeaderNames.CONTENT_TYPE, Problem.CONTENT_TYPE)
        .keepAlive(false)
        .entity(Json.bytes(problem))
        .build();
  }
}
