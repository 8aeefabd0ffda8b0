package dev.perigee.platform.http;

import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.AccessRequest;
import dev.perigee.platform.access.Caller;
import dev.perigee.platform.access.Gate;
import dev.perigee.platform.http.LambdaError.Form;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.webserver.http.ServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Shows requests to the gate.
record Entrance(Gate gate) {
  private static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");

  /// Of a body that has to be seen whole before anything is done.
  static final int BODY_BYTES_MAX = 100 << 20;

  private static final byte[] NOTHING = {};

  /// @throws AccessException if the request must not come in
  Caller admit(ServerRequest request) {
    return gate.admit(seen(request));
  }

  /// What a gate has to see of a request.
  static AccessRequest seen(ServerRequest request) {
    List<String> names = new ArrayList<>();
    for (Header header : request.headers()) {
      names.add(header.headerName().lowerCase());
    }
    return new AccessRequest(
        request.prologue().method().text(),
        request.path().rawPath(),
        request.query().rawValue(),
        names,
        name -> header(request, HeaderNames.create(name)),
        () -> body(request));
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().contains(name) ? request.headers().get(name).values() : "";
  }

  /// The body, which can be read once more afterwards.
  private static byte[] body(ServerRequest request) {
    if (!request.content().hasEntity()) {
      return NOTHING;
    }
    if (request.headers().contentLength().orElse(0) > BODY_BYTES_MAX) {
      throw AccessException.tooLarge(BODY_BYTES_MAX);
    }
    try {
      request.content().buffer();
      return request.content().inputStream().readAllBytes();
    } catch (IllegalStateException _) {
      throw AccessException.tooLarge(BODY_BYTES_MAX);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void refuse(Exchange exchange, AccessException refused) {
    exchange.response().header(HeaderValues.create(REQUEST_ID, UUID.randomUUID().toString()));
    boolean isThrottle = refused.status() == 429;
    if (isThrottle) {
      exchange.response().header(HeaderNames.RETRY_AFTER, Long.toString(refused.retryAfterS()));
    }
    new LambdaError(
            refused.status(),
            refused.type(),
            isThrottle ? Form.USER : Form.PLAIN,
            String.valueOf(refused.getMessage()))
        .send(exchange, isThrottle ? "CallerRateLimitExceeded" : "");
  }
}
