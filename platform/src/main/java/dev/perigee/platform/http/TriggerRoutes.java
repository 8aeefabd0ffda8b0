package dev.perigee.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.CloudEventReader;
import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Trigger;
import dev.perigee.platform.trigger.Triggers;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Sets triggers and takes the events that they wait for.
final class TriggerRoutes {
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final int EVENTS_BYTES_MAX = 16 << 20;

  private final ControlPlane control;

  TriggerRoutes(ControlPlane control) {
    this.control = control;
  }

  List<Route> routes() {
    String one = "/v1/triggers/{name}";
    return List.of(
        new Route("GET", "/v1/triggers", this::list),
        new Route("GET", one, this::show),
        new Route("PUT", one, this::put),
        new Route("DELETE", one, this::delete),
        new Route("POST", one + "/pause", exchange -> pause(exchange, true)),
        new Route("POST", one + "/resume", exchange -> pause(exchange, false)),
        new Route("POST", "/v1/events", this::publish));
  }

  private Triggers triggers() {
    return control.triggers();
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    List<Wire> views = triggers().list(exchange.tenant()).stream().map(this::view).toList();
    exchange.json(Status.OK_200, new Listing("triggers", views));
  }

  private void show(Exchange exchange) {
    exchange.parameters().check();
    Trigger trigger =
        triggers()
            .find(exchange.tenant(), exchange.name())
            .orElseThrow(() -> none(exchange.name()));
    exchange.json(Status.OK_200, view(trigger));
  }

  private void put(Exchange exchange) throws IOException {
    Consumer<Trigger> check = exchange.allowsCycle() ? _ -> {} : control.review()::requireNoCycle;
    byte[] body = body(exchange, BODY_BYTES_MAX);
    Trigger put = triggers().put(exchange.tenant(), exchange.name(), body, check);
    exchange.json(Status.OK_200, view(put));
  }

  private void delete(Exchange exchange) {
    exchange.parameters().check();
    if (!triggers().delete(exchange.tenant(), exchange.name())) {
      throw none(exchange.name());
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private void pause(Exchange exchange, boolean paused) {
    exchange.parameters().check();
    Trigger trigger =
        triggers()
            .pause(exchange.tenant(), exchange.name(), paused)
            .orElseThrow(() -> none(exchange.name()));
    exchange.json(Status.OK_200, view(trigger));
  }

  private void publish(Exchange exchange) throws IOException {
    exchange.parameters().check();
    Map<String, String> headers = new TreeMap<>();
    for (Header header : exchange.request().headers()) {
      headers.put(header.headerName().lowerCase(), header.get());
    }
    byte[] body = body(exchange, EVENTS_BYTES_MAX);
    String contentType = headers.getOrDefault(HeaderNames.CONTENT_TYPE.lowerCase(), "").strip();
    List<CloudEvent> events = CloudEventReader.read(contentType, headers, body);
    events.forEach(TriggerRoutes::requireSmall);
    int deliveries = triggers().publish(exchange.tenant(), events);
    exchange.json(
        Status.ACCEPTED_202,
        json -> {
          json.writeStartObject();
          json.writeNumberField("events", events.size());
          json.writeNumberField("deliveries", deliveries);
          json.writeEndObject();
        });
  }

  private static void requireSmall(CloudEvent event) {
    if (event.data().length > CloudEvent.DATA_BYTES_MAX) {
      throw new ControlException(
          Kind.TOO_LARGE,
          List.of(
              "event %s has %d bytes of data, at most %d are taken: send where they lie"
                  .formatted(
                      event.attribute("id"), event.data().length, CloudEvent.DATA_BYTES_MAX)));
    }
  }

  static byte[] body(Exchange exchange, int bytesMax) throws IOException {
    if (!exchange.request().content().hasEntity()) {
      return new byte[0];
    }
    byte[] body = exchange.request().content().inputStream().readNBytes(bytesMax + 1);
    if (body.length > bytesMax) {
      throw new ControlException(
          Kind.TOO_LARGE, List.of("the request has more than " + bytesMax + " bytes"));
    }
    return body;
  }

  private static ControlException none(String name) {
    return new ControlException(
        Kind.NOT_FOUND,
        List.of(
            "there is no trigger '" + name + "': `perigee trigger list` shows those there are"));
  }

  private Wire view(Trigger trigger) {
    Map<String, ?> set = Json.readObject(trigger.json());
    Triggers.Runs runs = triggers().runs(trigger);
    Optional<Subscription> subscription = triggers().subscription(trigger);
    return json -> {
      json.writeStartObject();
      json.writeStringField("name", trigger.name());
      for (Map.Entry<String, ?> each : set.entrySet()) {
        json.writeFieldName(each.getKey());
        Json.write(json, each.getValue());
      }
      json.writeBooleanField("paused", trigger.isPaused());
      json.writeStringField("sinceUtc", UtcMs.text(trigger.sinceUtcNs()));
      writeTime(json, "lastUtc", runs.lastUtcNs());
      writeTime(json, "nextUtc", runs.nextUtcNs());
      if (subscription.isPresent()) {
        write(json, subscription.get());
      }
      json.writeEndObject();
    };
  }

  private static void writeTime(JsonGenerator json, String name, OptionalLong utcNs)
      throws IOException {
    if (utcNs.isPresent()) {
      json.writeStringField(name, UtcMs.text(utcNs.getAsLong()));
    }
  }

  private static void write(JsonGenerator json, Subscription subscription) throws IOException {
    json.writeObjectFieldStart("connection");
    json.writeStringField("state", subscription.state().text());
    json.writeStringField("reason", subscription.reason());
    if (subscription.guarantee().isPresent()) {
      json.writeStringField("delivery", subscription.guarantee().get().text());
    }
    json.writeEndObject();
  }
}
