package dev.perigee.platform.http;

import dev.perigee.api.Json;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.Messages;
import dev.perigee.fabric.resource.Messages.Message;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.fabric.resource.ResourceId.Kind;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// Sends messages to queues and topics, and takes those of queues.
final class MessageRoutes {
  private static final int BODY_BYTES_MAX = 16 << 20;
  private static final int MESSAGE_BYTES_MAX = 1 << 20;
  private static final int RECEIVE_MAX = 1_000;
  private static final int LEASE_S_MAX = 43_200;
  private static final String QUEUE = "/v1/queues/{name}";

  private final ControlPlane control;

  MessageRoutes(ControlPlane control) {
    this.control = control;
  }

  List<Route> routes() {
    return List.of(
        new Route("POST", QUEUE + "/messages", this::send),
        new Route("POST", QUEUE + "/receive", this::receive),
        new Route("POST", QUEUE + "/delete", this::delete),
        new Route("POST", QUEUE + "/extend", this::extend),
        new Route("POST", QUEUE + "/redrive", this::redrive),
        new Route("POST", QUEUE + "/purge", this::purge),
        new Route("POST", "/v1/topics/{name}/messages", this::publish));
  }

  private Messages messages() {
    return control.resources().messages();
  }

  private static ResourceId queue(Exchange exchange) {
    return ResourceRoutes.id(exchange, Kind.QUEUE);
  }

  private void send(Exchange exchange) throws IOException {
    RequestParameters parameters = exchange.parameters("delayS");
    int delayS = (int) parameters.number("delayS", 0, LEASE_S_MAX, 0);
    parameters.check();
    List<String> bodies = texts(exchange, "messages");
    List<Long> ids = messages().send(queue(exchange), bodies, delayS, Origin.NONE);
    exchange.json(
        Status.ACCEPTED_202,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("ids");
          for (Long id : ids) {
            json.writeString(id.toString());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /// What is published goes to all that listen, each as JSON if it is JSON, else as text.
  private void publish(Exchange exchange) throws IOException {
    exchange.parameters().check();
    List<String> bodies = texts(exchange, "messages");
    ResourceId topic = ResourceRoutes.id(exchange, Kind.TOPIC);
    if (control.resources().find(topic).isEmpty()) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND, List.of("there is no " + topic + ": PUT creates it"));
    }
    int deliveries =
        control.triggers().publish(exchange.tenant(), exchange.name(), bodies, Origin.NONE);
    count(exchange, Status.ACCEPTED_202, "deliveries", deliveries);
  }

  /// A field that is a list; what is no text in it is taken as JSON.
  private static List<String> texts(Exchange exchange, String field) throws IOException {
    Map<String, @Nullable Object> fields =
        Json.readObject(TriggerRoutes.body(exchange, BODY_BYTES_MAX));
    if (!(fields.get(field) instanceof List<?> list) || list.isEmpty() || fields.size() > 1) {
      throw new WireException(List.of("the body has to be {\"" + field + "\": [.., ..]}"));
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      String text =
          each instanceof String plain ? plain : Json.text(json -> Json.write(json, each));
      if (text.length() > MESSAGE_BYTES_MAX) {
        throw new ControlException(
            ControlException.Kind.TOO_LARGE,
            List.of("a message has at most " + MESSAGE_BYTES_MAX + " characters"));
      }
      texts.add(text);
    }
    return texts;
  }

  private void receive(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("max", "leaseS");
    int max = (int) parameters.number("max", 1, RECEIVE_MAX, 10);
    int leaseS = (int) parameters.number("leaseS", 0, LEASE_S_MAX, -1);
    parameters.check();
    List<Message> taken =
        messages()
            .receive(
                queue(exchange), max, leaseS < 0 ? OptionalInt.empty() : OptionalInt.of(leaseS));
    exchange.json(
        Status.OK_200, new Listing("messages", taken.stream().map(MessageRoutes::view).toList()));
  }

  private static Wire view(Message message) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("id", Long.toString(message.id()));
      json.writeStringField("receipt", message.receipt());
      json.writeStringField("body", message.body());
      json.writeStringField("sentUtc", UtcMs.text(message.sentUtcNs()));
      json.writeNumberField("receives", message.receives());
      json.writeEndObject();
    };
  }

  private void delete(Exchange exchange) throws IOException {
    exchange.parameters().check();
    int deleted = messages().delete(queue(exchange), texts(exchange, "receipts"));
    count(exchange, Status.OK_200, "deleted", deleted);
  }

  private void extend(Exchange exchange) throws IOException {
    RequestParameters parameters = exchange.parameters("leaseS");
    int leaseS = (int) parameters.number("leaseS", 0, LEASE_S_MAX, 30);
    parameters.check();
    int extended = 0;
    for (String receipt : texts(exchange, "receipts")) {
      extended += messages().extend(queue(exchange), receipt, leaseS) ? 1 : 0;
    }
    count(exchange, Status.OK_200, "extended", extended);
  }

  private void redrive(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("to");
    String to = parameters.text("to").orElse("");
    if (to.isEmpty()) {
      parameters.reject("say which queue the messages go to: ?to=NAME");
    }
    parameters.check();
    ResourceId target = new ResourceId(exchange.tenant(), Kind.QUEUE, to);
    count(exchange, Status.OK_200, "redriven", messages().redrive(queue(exchange), target));
  }

  private void purge(Exchange exchange) {
    exchange.parameters().check();
    count(exchange, Status.OK_200, "purged", messages().purge(queue(exchange)));
  }

  private static void count(Exchange exchange, Status status, String what, int count) {
    exchange.json(
        status,
        json -> {
          json.writeStartObject();
          json.writeNumberField(what, count);
          json.writeEndObject();
        });
  }
}
