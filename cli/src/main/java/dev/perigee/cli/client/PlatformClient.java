package dev.perigee.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// Speaks to one platform as one tenant.
public final class PlatformClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final URI base;
  private final String tenant;
  private final HttpClient http;

  /// @param base such as `http://127.0.0.1:8080`
  /// @param tenant empty for the default one
  public PlatformClient(URI base, String tenant) {
    String scheme = base.getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new ClientException(
          List.of("'" + base + "' is no address of a platform: give --url http://HOST:PORT"));
    }
    this.base = base;
    this.tenant = tenant;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT);
    if ("http".equals(scheme)) {
      builder.sslContext(noTrust());
    }
    this.http = builder.build();
  }

  public URI base() {
    return base;
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  /// @param body null for none
  public Reply send(String method, String path, byte @Nullable [] body) {
    HttpRequest.Builder request = request(path);
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    request.method(
        method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    HttpResponse<byte[]> response = exchange(request.build(), BodyHandlers.ofByteArray());
    return new Reply(response.statusCode(), response.headers(), response.body());
  }

  /// The same; an answer that is an error is thrown.
  public Reply demand(String method, String path, byte @Nullable [] body) {
    Reply reply = send(method, path, body);
    if (!reply.isOk()) {
      throw new ClientException(Problem.problemsIn(reply.body(), reply.status()));
    }
    return reply;
  }

  /// Copies a large answer without holding it.
  public void download(String path, OutputStream out) throws IOException {
    HttpResponse<InputStream> response =
        exchange(request(path).GET().build(), BodyHandlers.ofInputStream());
    try (InputStream in = response.body()) {
      if (response.statusCode() >= 300) {
        throw new ClientException(Problem.problemsIn(in.readAllBytes(), response.statusCode()));
      }
      in.transferTo(out);
    }
  }

  /// A name as one segment of a path, or a value of a query.
  public static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(withoutSlash() + path));
    if (!tenant.isEmpty()) {
      request.header("Perigee-Tenant", tenant);
    }
    return request;
  }

  private String withoutSlash() {
    String text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (ConnectException e) {
      throw unreachable("nothing listens there");
    } catch (IOException e) {
      throw unreachable(e.getMessage() == null ? e.toString() : e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unreachable("interrupted");
    }
  }

  private ClientException unreachable(String why) {
    return new ClientException(
        List.of(
            "can't reach the platform at "
                + base
                + ": "
                + why
                + "; start one with `perigee up`, or name another with --url or PERIGEE_URL"));
  }

  /// Reading the machine's certificates takes longer than a request; plain HTTP needs none.
  private static SSLContext noTrust() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no TLS", e);
    }
  }
}
