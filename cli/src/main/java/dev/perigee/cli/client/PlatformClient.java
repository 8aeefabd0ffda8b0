package dev.perigee.cli.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Problem;
import dev.perigee.platform.access.RequestSigner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/// Speaks to one platform as one tenant. The old client of the JDK is ready a tenth of a second
/// before the new one, which is most of what a short verb takes.
public final class PlatformClient {
  private static final int CONNECT_TIMEOUT_MS = (int) Duration.ofSeconds(10).toMillis();

  private static final int CHUNK_BYTES = 128 << 10;
  private static final byte[] NOTHING = {};

  private final URI base;
  private final String tenant;
  private final Identity identity;
  private final Optional<SSLSocketFactory> trust;

  /// @param base such as `http://127.0.0.1:8080`
  /// @param tenant empty for that of the identity
  public PlatformClient(URI base, String tenant, Identity identity) {
    this(base, tenant, identity, Optional.empty());
  }

  /// @param trust whose word is taken for the platform's certificate; empty: that of whom the JDK
  ///   trusts
  public PlatformClient(
      URI base, String tenant, Identity identity, Optional<SSLSocketFactory> trust) {
    String scheme = base.getScheme();
    if (base.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new ClientException(
          List.of("'" + base + "' is no address of a platform: give --url http://HOST:PORT"));
    }
    this.base = base;
    this.tenant = tenant;
    this.identity = identity;
    this.trust = trust;
  }

  public URI base() {
    return base;
  }

  public Reply get(String path) {
    return send("GET", path, null);
  }

  /// @param body null for none
  public Reply send(String method, String path, byte @Nullable [] body) {
    try {
      HttpURLConnection exchange = exchange(method, path, body);
      try (InputStream in = content(exchange)) {
        return new Reply(exchange.getResponseCode(), headers(exchange), in.readAllBytes());
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// The same; an answer that is an error is thrown.
  public Reply demand(String method, String path, byte @Nullable [] body) {
    Reply reply = send(method, path, body);
    if (!reply.isOk()) {
      throw new ClientException(Problem.problemsIn(reply.body(), reply.status()));
    }
    return reply;
  }

  /// Sends a large body without holding it; an answer that is an error is thrown.
  public Reply upload(String path, String contentType, Body body) {
    try {
      HttpURLConnection exchange = prepared("POST", path, RequestSigner.UNSIGNED_PAYLOAD);
      exchange.setRequestProperty("Content-Type", contentType);
      exchange.setDoOutput(true);
      exchange.setChunkedStreamingMode(CHUNK_BYTES);
      write(exchange, body);
      try (InputStream in = content(exchange)) {
        Reply reply = new Reply(exchange.getResponseCode(), headers(exchange), in.readAllBytes());
        if (!reply.isOk()) {
          throw new ClientException(Problem.problemsIn(reply.body(), reply.status()));
        }
        return reply;
      }
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /// A platform that refuses may do so before it has read all; its answer says more than the pipe.
  private static void write(HttpURLConnection exchange, Body body) throws IOException {
    try (OutputStream out = exchange.getOutputStream()) {
      body.write(out);
    } catch (ConnectException e) {
      throw e;
    } catch (IOException e) {
      if (exchange.getResponseCode() < 400) {
        throw e;
      }
    }
  }

  /// What writes a body.
  @FunctionalInterface
  public interface Body {
    void write(OutputStream out) throws IOException;
  }

  /// Copies a large answer without holding it.
  public void download(String path, OutputStream out) throws IOException {
    HttpURLConnection exchange;
    int status;
    try {
      exchange = exchange("GET", path, null);
      status = exchange.getResponseCode();
    } catch (IOException e) {
      throw unreachable(e);
    }
    try (InputStream in = content(exchange)) {
      if (status >= 300) {
        throw new ClientException(Problem.problemsIn(in.readAllBytes(), status));
      }
      in.transferTo(out);
    }
  }

  /// A name as one segment of a path, or a value of a query.
  public static String escaped(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }

  /// A body is streamed, for then it is never sent a second time: a call may have run.
  private HttpURLConnection exchange(String method, String path, byte @Nullable [] body)
      throws IOException {
    byte[] sent = body == null ? NOTHING : body;
    HttpURLConnection exchange = prepared(method, path, RequestSigner.payloadHash(sent));
    if (body != null) {
      exchange.setRequestProperty("Content-Type", "application/json");
      exchange.setDoOutput(true);
      exchange.setFixedLengthStreamingMode(body.length);
      try (OutputStream out = exchange.getOutputStream()) {
        out.write(body);
      }
    }
    return exchange;
  }

  private HttpURLConnection prepared(String method, String path, String payloadHash)
      throws IOException {
    URI uri = URI.create(withoutSlash() + path);
    HttpURLConnection exchange = (HttpURLConnection) uri.toURL().openConnection();
    if (exchange instanceof HttpsURLConnection secure) {
      trust.ifPresent(secure::setSSLSocketFactory);
    }
    exchange.setRequestMethod(method);
    exchange.setConnectTimeout(CONNECT_TIMEOUT_MS);
    exchange.setInstanceFollowRedirects(false);
    exchange.setRequestProperty("Accept", "*/*");
    SortedMap<String, String> headers = new TreeMap<>();
    if (!tenant.isEmpty()) {
      headers.put("perigee-tenant", tenant);
    }
    headers.forEach(exchange::setRequestProperty);
    identity
        .headers(new Identity.Draft(method, uri, headers, payloadHash))
        .forEach(exchange::setRequestProperty);
    return exchange;
  }

  private static InputStream content(HttpURLConnection exchange) throws IOException {
    if (exchange.getResponseCode() < 400) {
      return exchange.getInputStream();
    }
    InputStream problem = exchange.getErrorStream();
    return problem == null ? InputStream.nullInputStream() : problem;
  }

  /// The status line comes as a header without a name.
  private static Map<String, String> headers(HttpURLConnection exchange) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    exchange
        .getHeaderFields()
        .forEach((name, values) -> {
          if (name != null) {
            headers.put(name, values.getFirst());
          }
        });
    return headers;
  }

  private String withoutSlash() {
    String text = base.toString();
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  private ClientException unreachable(IOException problem) {
    if (problem instanceof SSLException) {
      return new ClientException(
          List.of(
              "can't trust the platform at %s: %s; name who signed its certificate with --ca-file or PERIGEE_CA_FILE, and speak https to it only if it has one"
                  .formatted(base, problem.getMessage())));
    }
    String why =
        problem instanceof ConnectException
            ? "nothing listens there"
            : problem.getMessage() == null ? problem.toString() : problem.getMessage();
    return new ClientException(
        List.of(
            "can't reach the platform at "
                + base
                + ": "
                + why
                + "; start one with `perigee up`, or name another with --url or PERIGEE_URL"));
  }
}
