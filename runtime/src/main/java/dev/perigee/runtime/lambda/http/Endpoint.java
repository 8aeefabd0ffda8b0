package dev.perigee.runtime.lambda.http;

import java.util.Optional;

/// What answers the requests of one API.
public interface Endpoint {

  /// The answer; empty if it comes later, written to the connection by who has it.
  Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection);

  /// A client is gone: what it waited for must not be written to its connection.
  void left(HttpConnection connection);
}
