package dev.perigee.platform.http;

import dev.perigee.api.AsyncStats;
import dev.perigee.api.AsyncView;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Events.EventView;
import dev.perigee.platform.control.Events.Selection;
import dev.perigee.platform.control.Events.State;
import io.helidon.http.Status;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.ToIntFunction;

/// Tells what became of invocations that nobody waits for, runs dead ones again, forgets them.
final class AsyncRoutes {
  private static final int LIST_MAX = 10_000;
  private static final int LIST_DEFAULT = 100;
  private static final int WAIT_S_MAX = 900;
  private static final List<String> STATES =
      Arrays.stream(State.values()).map(State::text).toList();
  private static final List<String> FAILED = List.of(State.DEAD.text(), State.EXPIRED.text());
  private static final List<String> SETTLED =
      Arrays.stream(State.values()).filter(State::isSettled).map(State::text).toList();

  private final Events events;

  AsyncRoutes(Events events) {
    this.events = events;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/async", this::list),
        new Route("GET", "/v1/async/stats", this::stats),
        new Route("GET", "/v1/async/retries", this::retries),
        new Route("POST", "/v1/async/redrive", this::redrive),
        new Route("POST", "/v1/async/purge", this::purge),
        new Route("GET", "/v1/async/{id}", this::show));
  }

  private void stats(Exchange exchange) {
    exchange.parameters().check();
    Events.Counts counts = events.counts();
    exchange.json(
        Status.OK_200,
        new AsyncStats(
            counts.enqueued(),
            counts.queued(),
            counts.inFlight(),
            counts.acked(),
            counts.dead(),
            counts.expired()));
  }

  private void retries(Exchange exchange) {
    exchange.parameters().check();
    List<Wire> views = events.retries(exchange.tenant()).stream().map(AsyncRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("functions", views));
  }

  private static Wire view(Events.RetryView retries) {
    return json -> {
      json.writeStartObject();
      json.writeStringField("function", retries.function().name());
      json.writeNumberField("firsts", retries.firsts());
      json.writeNumberField("retries", retries.retries());
      json.writeNumberField("allowed", retries.allowed());
      json.writeNumberField("waiting", retries.waiting());
      json.writeNumberField("postponed", retries.postponed());
      json.writeEndObject();
    };
  }

  private void show(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("waitS");
    long waitS = parameters.number("waitS", 0, WAIT_S_MAX, 0);
    parameters.check();
    String tenant = exchange.tenant();
    EventView event =
        id(exchange.name())
            .flatMap(id -> events.find(id, Duration.ofSeconds(waitS)))
            .filter(found -> found.function().tenant().equals(tenant))
            .orElseThrow(() -> none(exchange.name()));
    exchange.json(Status.OK_200, view(event));
  }

  private static Optional<UUID> id(String text) {
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ControlException none(String id) {
    return new ControlException(
        ControlException.Kind.NOT_FOUND,
        List.of(
            "no event has the id '%s': it is the x-amzn-RequestId of a 202, and kept for the newest 50,000 of each state"
                .formatted(id)));
  }

  private void list(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("state", "function", "limit");
    int limit = (int) parameters.number("limit", 1, LIST_MAX, LIST_DEFAULT);
    Selection selection = selection(exchange, parameters, STATES);
    exchange.json(
        Status.OK_200,
        new Listing(
            "events", events.list(selection, limit).stream().map(AsyncRoutes::view).toList()));
  }

  private void redrive(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("state", "function");
    Selection selection = selection(exchange, parameters, FAILED);
    change(exchange, "redriven", selection, events::redrive);
  }

  private void purge(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("state", "function");
    Selection selection = selection(exchange, parameters, SETTLED);
    change(exchange, "purged", selection, events::purge);
  }

  private static void change(
      Exchange exchange, String what, Selection selection, ToIntFunction<Selection> change) {
    int count = change.applyAsInt(selection);
    exchange.json(
        Status.OK_200,
        json -> {
          json.writeStartObject();
          json.writeNumberField(what, count);
          json.writeEndObject();
        });
  }

  private static Selection selection(
      Exchange exchange, RequestParameters parameters, List<String> allowed) {
    String state = parameters.oneOf("state", allowed, State.DEAD.text());
    Optional<String> function = parameters.text("function");
    parameters.check();
    return new Selection(exchange.tenant(), State.of(state).orElseThrow(), function);
  }

  private static AsyncView view(EventView event) {
    return new AsyncView(
        event.id().toString(),
        event.function().name(),
        event.state().text(),
        event.attempts(),
        UtcMs.text(event.takenUtcNs()),
        Optional.of(event.condition()).filter(condition -> !condition.isEmpty()),
        event.result());
  }
}
