package dev.perigee.platform.http;

import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.fabric.resource.Item;
import dev.perigee.fabric.resource.Items;
import dev.perigee.fabric.resource.Items.Condition;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Reads and writes the values of tables and the objects of buckets; the version is the `ETag`.
final class ItemRoutes {
  private static final int VALUE_BYTES_MAX = 1 << 20;
  private static final int OBJECT_BYTES_MAX = 16 << 20;
  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 1_000;
  private static final int KEY_CHARACTERS_MAX = 1_024;
  private static final String BYTES = "application/octet-stream";
  private static final Header SANDBOXED =
      HeaderValues.createCached("Content-Security-Policy", "sandbox");
  private static final Header AS_SAID =
      HeaderValues.createCached("X-Content-Type-Options", "nosniff");

  private final ControlPlane control;

  ItemRoutes(ControlPlane control) {
    this.control = control;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>(routes(Kind.TABLE, "/v1/tables/{name}/items"));
    routes.addAll(routes(Kind.BUCKET, "/v1/buckets/{name}/objects"));
    return routes;
  }

  private List<Route> routes(Kind kind, String all) {
    String one = all + "/{key+}";
    return List.of(
        new Route("GET", all, exchange -> list(exchange, kind)),
        new Route("GET", one, exchange -> get(exchange, kind)),
        new Route("PUT", one, exchange -> put(exchange, kind)),
        new Route("DELETE", one, exchange -> delete(exchange, kind)));
  }

  private Items items() {
    return control.resources().items();
  }

  /// What follows the fifth slash, decoded: keys may hold slashes.
  private static String key(Exchange exchange) {
    String path = exchange.request().path().rawPath();
    int at = 0;
    for (int i = 0; i < 5; i++) {
      at = path.indexOf('/', at) + 1;
    }
    String key = Exchange.decoded(path.substring(at));
    if (key.isEmpty() || key.length() > KEY_CHARACTERS_MAX) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          List.of(
              "a key has 1 to %d characters, this one %d"
                  .formatted(KEY_CHARACTERS_MAX, key.length())));
    }
    return key;
  }

  private void list(Exchange exchange, Kind kind) {
    RequestParameters parameters = exchange.parameters("prefix", "after", "limit");
    int limit = (int) parameters.number("limit", 1, PAGE_MAX, PAGE_DEFAULT);
    parameters.check();
    List<Wire> views =
        items()
            .list(
                ResourceRoutes.id(exchange, kind),
                parameters.text("prefix").orElse(""),
                parameters.text("after").orElse(""),
                limit)
            .stream()
            .map(ItemRoutes::view)
            .toList();
    exchange.json(Status.OK_200, new Listing("keys", views));
  }

  private static Wire view(Item item) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("key", item.key());
      json.writeNumberField("version", item.version());
      json.writeNumberField("bytes", item.bytes());
      json.writeStringField("contentType", item.contentType());
      json.writeStringField("changedUtc", UtcMs.text(item.utcNs()));
      json.writeEndObject();
    };
  }

  private void get(Exchange exchange, Kind kind) {
    exchange.parameters().check();
    ResourceId id = ResourceRoutes.id(exchange, kind);
    String key = key(exchange);
    Item item = items().get(id, key).orElseThrow(() -> none(id, key));
    exchange.response().header(HeaderValues.create(HeaderNames.ETAG, "\"" + item.version() + "\""));
    // Whatever is kept there is no page of this site.
    exchange.response().header(SANDBOXED);
    exchange.response().header(AS_SAID);
    exchange.text(item.contentType(), item.value());
  }

  private static ControlException none(ResourceId id, String key) {
    return new ControlException(
        ControlException.Kind.NOT_FOUND, List.of(id + " has no '" + key + "'"));
  }

  private void put(Exchange exchange, Kind kind) throws IOException {
    RequestParameters parameters = exchange.parameters("ttlS");
    long ttlS = parameters.number("ttlS", 0, 3_000_000_000L, -1);
    parameters.check();
    int bytesMax = kind == Kind.TABLE ? VALUE_BYTES_MAX : OBJECT_BYTES_MAX;
    byte[] body = TriggerRoutes.body(exchange, bytesMax);
    long version =
        items()
            .put(
                ResourceRoutes.id(exchange, kind),
                new Items.Write(
                    key(exchange),
                    body,
                    header(exchange, HeaderNames.CONTENT_TYPE).orElse(BYTES),
                    condition(exchange),
                    ttlS < 0 ? OptionalLong.empty() : OptionalLong.of(ttlS),
                    Origin.NONE));
    exchange.json(
        Status.OK_200,
        json -> {
          json.writeStartObject();
          json.writeNumberField("version", version);
          json.writeEndObject();
        });
  }

  private void delete(Exchange exchange, Kind kind) {
    exchange.parameters().check();
    ResourceId id = ResourceRoutes.id(exchange, kind);
    String key = key(exchange);
    if (!items().delete(id, key, condition(exchange), Origin.NONE)) {
      throw none(id, key);
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static Condition condition(Exchange exchange) {
    if (header(exchange, HeaderNames.IF_NONE_MATCH).filter("*"::equals).isPresent()) {
      return new Condition.Absent();
    }
    Optional<String> match = header(exchange, HeaderNames.IF_MATCH);
    if (match.isEmpty()) {
      return new Condition.Any();
    }
    String version = match.get().replace("\"", "");
    if (!version.matches("[0-9]{1,18}")) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          List.of("If-Match is " + match.get() + ": give the ETag that was read"));
    }
    return new Condition.Version(Long.parseLong(version));
  }

  private static Optional<String> header(Exchange exchange, HeaderName name) {
    return exchange.request().headers().contains(name)
        ? Optional.of(exchange.request().headers().get(name).get())
        : Optional.empty();
  }
}
