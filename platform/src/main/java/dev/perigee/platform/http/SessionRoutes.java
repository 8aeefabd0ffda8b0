package dev.perigee.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.platform.access.AccessRequest;
import dev.perigee.platform.access.Caller;
import dev.perigee.platform.access.Right;
import dev.perigee.platform.access.Session;
import dev.perigee.platform.access.SessionGate;
import dev.perigee.platform.access.Sessions;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Logs people in and out, and tells who is. The cookie goes to `/v1` only, so that no function is
/// ever sent it.
record SessionRoutes(Sessions sessions) {
  private static final int BODY_BYTES_MAX = 4 << 10;
  private static final String PATH = "/v1/session";
  private static final Set<String> FIELDS = Set.of("apiKey", "accessKeyId", "secretAccessKey");
  private static final Header NOT_KEPT = HeaderValues.createCached("Cache-Control", "no-store");

  List<Route> routes() {
    return List.of(
        new Route("GET", PATH, this::tell),
        new Route("POST", PATH, this::open),
        new Route("DELETE", PATH, this::close));
  }

  /// Also tells who is not logged in how to be.
  private void tell(Exchange exchange) {
    exchange.parameters().check();
    Optional<Session> session = token(exchange).flatMap(sessions::find);
    exchange.response().header(NOT_KEPT);
    exchange.json(Status.OK_200, view(session));
  }

  private void open(Exchange exchange) throws IOException {
    exchange.parameters().check();
    Map<String, @Nullable Object> fields =
        Json.readObject(exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX));
    check(fields);
    boolean isApiKey = fields.containsKey("apiKey");
    Session session =
        sessions.open(
            isApiKey ? "" : text(fields, "accessKeyId"),
            text(fields, isApiKey ? "apiKey" : "secretAccessKey"),
            exchange.request().remotePeer().host());
    exchange.response().header(cookie(exchange, session.token(), ""));
    exchange.response().header(NOT_KEPT);
    exchange.json(Status.CREATED_201, view(Optional.of(session)));
  }

  private static void check(Map<String, @Nullable Object> fields) {
    List<String> problems = new ArrayList<>();
    for (String name : new TreeSet<>(fields.keySet())) {
      if (!FIELDS.contains(name)) {
        problems.add("unknown key '" + name + "': known are " + new TreeSet<>(FIELDS));
      } else if (!(fields.get(name) instanceof String)) {
        problems.add(name + " has to be a text");
      }
    }
    boolean isPair = fields.containsKey("accessKeyId") && fields.containsKey("secretAccessKey");
    if (fields.containsKey("apiKey") == isPair) {
      problems.add("send apiKey, or accessKeyId and secretAccessKey");
    }
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
  }

  private static String text(Map<String, @Nullable Object> fields, String name) {
    return String.valueOf(fields.get(name)).strip();
  }

  private void close(Exchange exchange) {
    exchange.parameters().check();
    Optional<Session> session = token(exchange).flatMap(sessions::find);
    if (session.isPresent()) {
      SessionGate.requireOwnPage(request(exchange), session.get());
      sessions.close(session.get().token());
    }
    exchange.response().header(cookie(exchange, "", "; Max-Age=0"));
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static AccessRequest request(Exchange exchange) {
    return Entrance.seen(exchange.request());
  }

  private static Optional<String> token(Exchange exchange) {
    return SessionGate.token(request(exchange).header().apply("cookie"));
  }

  /// Not over a plain connection, once the page came over a safe one, whoever ends TLS.
  private static Header cookie(Exchange exchange, String token, String more) {
    String origin = request(exchange).header().apply("origin");
    boolean isSafe = exchange.request().isSecure() || origin.startsWith("https:");
    return HeaderValues.create(
        HeaderNames.SET_COOKIE,
        SessionGate.COOKIE
            + "="
            + token
            + "; Path=/v1; HttpOnly; SameSite=Strict"
            + (isSafe ? "; Secure" : "")
            + more);
  }

  private Wire view(Optional<Session> session) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("auth", sessions.mode().text());
      if (session.isPresent()) {
        write(session.get(), json);
      }
      json.writeEndObject();
    };
  }

  private static void write(Session session, JsonGenerator json) throws IOException {
    Caller caller = session.caller();
    json.writeStringField("csrfToken", session.csrfToken());
    json.writeStringField("expiresUtc", UtcMs.text(session.expiresUtcNs()));
    json.writeStringField("keyId", caller.keyId());
    json.writeStringField("tenant", caller.tenant());
    json.writeStringField("role", caller.role().text());
    texts(json, "functions", new TreeSet<>(caller.functions()));
    List<String> rights = new ArrayList<>();
    for (Right right : Right.values()) {
      if (caller.may(right)) {
        rights.add(right.name().toLowerCase(Locale.ROOT));
      }
    }
    texts(json, "rights", rights);
  }

  private static void texts(JsonGenerator json, String name, Iterable<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }
}
