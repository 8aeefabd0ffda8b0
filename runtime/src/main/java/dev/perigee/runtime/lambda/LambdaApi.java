package dev.perigee.runtime.lambda;

import dev.perigee.runtime.lambda.http.Endpoint;
import dev.perigee.runtime.lambda.http.HttpConnection;
import dev.perigee.runtime.lambda.http.HttpRequest;
import dev.perigee.runtime.lambda.http.HttpResponse;
import dev.perigee.runtime.lambda.http.HttpServer;
import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.worker.FunctionErrors;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one sandbox is served behind its door.
final class LambdaApi implements Endpoint {
  private static final Slots.Gate OPEN =
      new Slots.Gate() {
        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public void begin(dev.perigee.runtime.worker.Invocation invocation) {}
      };
  private final RuntimeApi runtime;
  private @Nullable ApiDoor door;

  LambdaApi(int concurrency) {
    runtime = new RuntimeApi(concurrency, OPEN);
  }

  /// Begins to serve.
  synchronized String open(ApiDoor at) {
    door = at;
    HttpServer.start(at.server(), this, FunctionErrors.ANSWER_MAX_BYTES);
    return at.address();
  }

  RuntimeApi runtime() {
    return runtime;
  }

  @Override
  public Optional<HttpResponse> answer(HttpRequest request, HttpConnection connection) {
    return request.path().startsWith(RuntimeApi.ROOT)
        ? runtime.answer(request, connection)
        : Optional.of(RuntimeApi.unknown(request));
  }

  @Override
  public void left(HttpConnection connection) {
    runtime.left(connection);
  }

  synchronized void close() {
    ApiDoor open = door;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        throw new SandboxException("the Runtime API at " + open.address() + " can't be closed", e);
      }
    }
  }
}
