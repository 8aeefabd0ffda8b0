package dev.perigee.platform.http;

import dev.perigee.api.CapStatus;
import dev.perigee.api.Listing;
import dev.perigee.api.TripView;
import dev.perigee.engine.cap.Amount;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import io.helidon.http.Status;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sets, shows and lifts caps, stops functions and lets them run again.
final class SafeguardRoutes {
  private static final int BODY_BYTES_MAX = 64 << 10;
  private static final int NANO = 9;

  private final Safeguards safeguards;
  private final Functions functions;

  SafeguardRoutes(Safeguards safeguards, Functions functions) {
    this.safeguards = safeguards;
    this.functions = functions;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/caps", this::list),
        new Route("PUT", "/v1/caps/{kind}/{name}", this::set),
        new Route("GET", "/v1/caps/{kind}/{name}", this::show),
        new Route("DELETE", "/v1/caps/{kind}/{name}", this::lift),
        new Route("GET", "/v1/caps/trips", this::trips),
        new Route("GET", "/v1/kill/function/{name}", this::killed),
        new Route("POST", "/v1/kill/function/{name}", this::kill),
        new Route("DELETE", "/v1/kill/function/{name}", this::revive));
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    List<CapStatus> caps =
        safeguards.caps(exchange.tenant()).stream().map(SafeguardRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("caps", caps));
  }

  private void set(Exchange exchange) throws IOException {
    exchange.parameters().check();
    Subject subject = subject(exchange);
    if (subject.kind() == Kind.REVISION) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          List.of(
              "the cap of a new revision follows from its tenant's: DELETE ends it, a cap of the"
                  + " function replaces it"));
    }
    byte[] body = exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX);
    if (subject.kind() == Kind.FUNCTION) {
      requireFunction(exchange, subject.name());
    }
    exchange.json(Status.OK_200, view(safeguards.cap(subject, CapReader.read(body))));
  }

  private void show(Exchange exchange) {
    exchange.parameters().check();
    Subject subject = subject(exchange);
    exchange.json(Status.OK_200, view(safeguards.find(subject).orElseThrow(() -> none(subject))));
  }

  private void lift(Exchange exchange) {
    exchange.parameters().check();
    Subject subject = subject(exchange);
    if (!safeguards.lift(subject)) {
      throw none(subject);
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static ControlException none(Subject subject) {
    return new ControlException(
        ControlException.Kind.NOT_FOUND,
        List.of("there is no cap for %s: PUT sets one".formatted(subject)));
  }

  /// A tenant caps its own things only.
  private static Subject subject(Exchange exchange) {
    String text = exchange.values().get(0);
    String name = exchange.values().get(1);
    Kind kind =
        Kind.of(text)
            .orElseThrow(() ->
                new ControlException(
                    ControlException.Kind.INVALID,
                    List.of(
                        "there are caps for function, workflow, tenant and revision, not for "
                            + text)));
    if (kind == Kind.TENANT && !name.equals(exchange.tenant())) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND, List.of("there is no tenant '" + name + "' here"));
    }
    return new Subject(kind, exchange.tenant(), name);
  }

  private void requireFunction(Exchange exchange, String name) {
    var _ =
        functions
            .find(new FunctionName(exchange.tenant(), name).latest())
            .orElseThrow(() -> Problems.noSuchFunction(name));
  }

  private void trips(Exchange exchange) {
    exchange.parameters().check();
    List<TripView> trips =
        safeguards.trips(exchange.tenant()).stream()
            .map(trip ->
                new TripView(
                    UtcMs.text(trip.utcNs()),
                    trip.subject().kind().text(),
                    trip.subject().name(),
                    trip.what(),
                    trip.reached().map(each -> each.amount().text()),
                    trip.reached().map(each -> decimal(each.amount(), each.used())),
                    trip.reached().map(each -> decimal(each.amount(), each.limit()))))
            .toList();
    exchange.json(Status.OK_200, new Listing("trips", trips));
  }

  private void killed(Exchange exchange) {
    exchange.parameters().check();
    requireFunction(exchange, exchange.name());
    boolean killed = safeguards.isKilled(name(exchange));
    exchange.json(
        Status.OK_200,
        json -> {
          json.writeStartObject();
          json.writeStringField("function", exchange.name());
          json.writeBooleanField("killed", killed);
          json.writeEndObject();
        });
  }

  private void kill(Exchange exchange) {
    exchange.parameters().check();
    requireFunction(exchange, exchange.name());
    safeguards.kill(name(exchange));
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private void revive(Exchange exchange) {
    exchange.parameters().check();
    if (!safeguards.revive(name(exchange))) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND,
          List.of("function '" + exchange.name() + "' is not stopped"));
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static FunctionName name(Exchange exchange) {
    return new FunctionName(exchange.tenant(), exchange.name());
  }

  private static CapStatus view(CapView view) {
    Map<String, BigDecimal> limits = new LinkedHashMap<>();
    view.cap()
        .limits()
        .forEach((amount, limit) ->
            limits.put(amount.text(), BigDecimal.valueOf(limit, amount.decimals())));
    return new CapStatus(
        view.subject().kind().text(),
        view.subject().name(),
        limits,
        BigDecimal.valueOf(view.cap().windowNs(), NANO),
        amounts(view.used()),
        amounts(view.reserved()),
        view.state().text());
  }

  private static BigDecimal decimal(Amount amount, long value) {
    return BigDecimal.valueOf(value, amount.decimals());
  }

  private static Map<String, BigDecimal> amounts(long[] each) {
    Map<String, BigDecimal> amounts = new LinkedHashMap<>();
    for (Amount amount : Amount.values()) {
      amounts.put(amount.text(), BigDecimal.valueOf(each[amount.ordinal()], amount.decimals()));
    }
    return amounts;
  }
}
