package dev.perigee.runtime.lambda.http;

import java.util.Optional;

/// What answers the requests of one API.
public interface Endpoint {

  /// What takes the body of a request, of which only the head is known; if nothing does, it is kept
  /// and `answer` gets it.
  default Optional<Upload> upload(HttpRequest head) {
    return Optional.empty();
  }

  /// The answer; empty if it comes later, written to the connection by who has it.
  Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection);

  /// A client is gone: what it waited for must not be written to its connection.
  void left(HttpConnection connection);
}
