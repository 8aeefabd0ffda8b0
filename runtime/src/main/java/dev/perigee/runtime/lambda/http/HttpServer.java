package dev.perigee.runtime.lambda.http;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/// Serves one endpoint on one socket, a virtual thread per connection.
///
/// A client that waits for its answer is still read from: whoever has the answer writes it himself,
/// which saves waking a thread up, and the end of the connection is noticed at once.
public final class HttpServer {
  private static final String THREAD = "perigee-runtime-api";

  private final ServerSocketChannel server;
  private final Endpoint endpoint;
  private final int bodyMaxBytes;

  private HttpServer(ServerSocketChannel server, Endpoint endpoint, int bodyMaxBytes) {
    this.server = server;
    this.endpoint = endpoint;
    this.bodyMaxBytes = bodyMaxBytes;
  }

  /// Serves until the socket is closed.
  public static void start(ServerSocketChannel server, Endpoint endpoint, int bodyMaxBytes) {
    HttpServer http = new HttpServer(server, endpoint, bodyMaxBytes);
    Thread.ofVirtual().name(THREAD).start(http::accept);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        SocketChannel channel = server.accept();
        Thread.ofVirtual().name(THREAD).start(() -> serve(channel));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(SocketChannel channel) {
    HttpConnection connection = new HttpConnection(channel, bodyMaxBytes);
    try (channel) {
      for (var head = connection.head(); head.isPresent(); head = connection.head()) {
        Optional<Upload> upload = endpoint.upload(head.get());
        HttpRequest request =
            upload.isPresent()
                ? connection.passed(head.get(), upload.get())
                : connection.whole(head.get());
        Optional<HttpResponse> now =
            upload.isPresent()
                ? Optional.of(upload.get().ended(request))
                : endpoint.answer(request, connection);
        if (now.isPresent()) {
          write(now.get(), connection);
          // Lets whom the answer woke up go on in this very thread; another would have to wake too.
          Thread.yield();
          if (request.closes()) {
            return;
          }
        }
      }
    } catch (IOException gone) {
      // The client ended or spoke no HTTP; the end of its process tells the caller.
      return;
    } finally {
      endpoint.left(connection);
    }
  }

  private static void write(HttpResponse response, HttpConnection connection) throws IOException {
    try {
      connection.write(response);
    } finally {
      response.then().run();
    }
  }
}
