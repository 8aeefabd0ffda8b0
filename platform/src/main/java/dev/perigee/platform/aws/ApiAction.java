package dev.perigee.platform.aws;

import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.Route;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.io.IOException;
import java.util.UUID;

/// One operation of the API between its request and its answer.
record ApiAction(Operation operation) implements Route.Action {
  static final HeaderName REQUEST_ID = HeaderNames.create("x-amzn-RequestId");

  /// The service's limit: 50 MB of archive in base64, and the rest.
  static final int BODY_BYTES_MAX = 70_167_211;

  @FunctionalInterface
  interface Operation {
    void answer(AwsRequest request) throws IOException;
  }

  @Override
  public void answer(Exchange exchange) throws IOException {
    exchange.response().header(REQUEST_ID, UUID.randomUUID().toString());
    try {
      operation.answer(AwsRequest.of(exchange, body(exchange)));
    } catch (AwsException e) {
      e.send(exchange);
    } catch (ControlException e) {
      AwsException.of(e).send(exchange);
    }
  }

  private static byte[] body(Exchange exchange) throws IOException {
    if (!exchange.request().content().hasEntity()) {
      return new byte[0];
    }
    long bytes = exchange.request().headers().contentLength().orElse(0);
    byte[] body =
        bytes > BODY_BYTES_MAX
            ? new byte[0]
            : exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (Math.max(bytes, body.length) > BODY_BYTES_MAX) {
      throw AwsException.user(
          413,
          "RequestEntityTooLargeException",
          "Request must be smaller than " + BODY_BYTES_MAX + " bytes for this operation");
    }
    return body;
  }
}
