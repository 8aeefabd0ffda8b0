package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.fabric.resource.ResourceSetting;
import dev.perigee.fabric.resource.ResourceStatus;
import dev.perigee.fabric.resource.Resources;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import io.helidon.http.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Creates, lists and deletes queues, tables, buckets and topics.
final class ResourceRoutes {
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final String NAME_RULE = "[A-Za-z0-9][A-Za-z0-9_.-]{0,139}";
  private static final List<String> KNOWN =
      List.of("bytesMax", "countMax", "ttlS", "leaseS", "receivesMax", "deadLetters");

  private final ControlPlane control;

  ResourceRoutes(ControlPlane control) {
    this.control = control;
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      String all = "/v1/" + kind.text() + "s";
      String one = all + "/{name}";
      routes.add(new Route("GET", all, exchange -> list(exchange, kind)));
      routes.add(new Route("GET", one, exchange -> show(exchange, kind)));
      routes.add(new Route("PUT", one, exchange -> put(exchange, kind)));
      routes.add(new Route("DELETE", one, exchange -> delete(exchange, kind)));
    }
    return routes;
  }

  private Resources resources() {
    return control.resources();
  }

  static ResourceId id(Exchange exchange, Kind kind) {
    return new ResourceId(exchange.tenant(), kind, exchange.name());
  }

  private void list(Exchange exchange, Kind kind) {
    exchange.parameters().check();
    List<Wire> views = resources().list(exchange.tenant(), kind).stream().map(this::view).toList();
    exchange.json(Status.OK_200, new Listing(kind.text() + "s", views));
  }

  private void show(Exchange exchange, Kind kind) {
    exchange.parameters().check();
    exchange.json(Status.OK_200, view(find(id(exchange, kind))));
  }

  private ResourceStatus find(ResourceId id) {
    return resources()
        .find(id)
        .orElseThrow(() ->
            new ControlException(
                ControlException.Kind.NOT_FOUND,
                List.of("there is no " + id + ": PUT creates it")));
  }

  private void put(Exchange exchange, Kind kind) throws IOException {
    exchange.parameters().check();
    ResourceId id = id(exchange, kind);
    byte[] body = TriggerRoutes.body(exchange, BODY_BYTES_MAX);
    if (!id.name().matches(NAME_RULE)) {
      throw new WireException(List.of("the name '" + id.name() + "' has to match " + NAME_RULE));
    }
    resources().put(id, setting(body));
    exchange.json(Status.OK_200, view(find(id)));
  }

  private static ResourceSetting setting(byte[] body) {
    Map<String, @Nullable Object> fields = body.length == 0 ? Map.of() : Json.readObject(body);
    List<String> problems = new ArrayList<>();
    for (String name : fields.keySet()) {
      if (!KNOWN.contains(name)) {
        problems.add("unknown key '" + name + "': known are " + String.join(", ", KNOWN));
      }
    }
    ResourceSetting otherwise = ResourceSetting.DEFAULT;
    long bytesMax = number(fields, "bytesMax", otherwise.bytesMax(), problems);
    long countMax = number(fields, "countMax", otherwise.countMax(), problems);
    long ttlS = number(fields, "ttlS", otherwise.ttlS(), problems);
    long leaseS = number(fields, "leaseS", otherwise.leaseS(), problems);
    long receivesMax = number(fields, "receivesMax", otherwise.receivesMax(), problems);
    String deadLetters = fields.get("deadLetters") instanceof String name ? name : "";
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
    return new ResourceSetting(
        bytesMax, countMax, ttlS, (int) leaseS, (int) receivesMax, deadLetters);
  }

  private static long number(
      Map<String, @Nullable Object> fields, String name, long otherwise, List<String> problems) {
    return switch (fields.get(name)) {
      case null -> otherwise;
      case BigDecimal number
          when number.stripTrailingZeros().scale() <= 0
              && number.signum() >= 0
              && number.precision() <= 15 ->
          number.longValue();
      case Object other -> {
        problems.add(name + " is " + other + ": it has to be a whole number from 0");
        yield otherwise;
      }
    };
  }

  private void delete(Exchange exchange, Kind kind) {
    RequestParameters parameters = exchange.parameters("full");
    String full = parameters.oneOf("full", List.of("true", "false"), "false");
    parameters.check();
    ResourceId id = id(exchange, kind);
    var _ = find(id);
    var _ = resources().delete(id, full.equals("true"));
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private Wire view(ResourceStatus status) {
    ResourceSetting setting = status.setting();
    return json -> {
      json.writeStartObject();
      json.writeStringField("name", status.id().name());
      json.writeStringField("createdUtc", UtcMs.text(status.createdUtcNs()));
      json.writeNumberField("count", status.used().count());
      json.writeNumberField("bytes", status.used().bytes());
      json.writeNumberField("writes", status.operations());
      json.writeNumberField("bytesMax", setting.bytesMax());
      json.writeNumberField("countMax", setting.countMax());
      json.writeNumberField("ttlS", setting.ttlS());
      if (status.id().kind() == Kind.QUEUE) {
        json.writeNumberField("inFlight", resources().messages().inFlight(status.id()));
        json.writeNumberField("leaseS", setting.leaseS());
        json.writeNumberField("receivesMax", setting.receivesMax());
        json.writeStringField("deadLetters", setting.deadLetters());
      }
      json.writeEndObject();
    };
  }
}
