package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.OpenApi;
import dev.perigee.api.Problem;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.HealthCheck;
import dev.perigee.platform.control.Telemetry.Format;
import io.helidon.http.HttpMediaType;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Health, metrics and the description of the interface.
final class SiteRoutes {
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
  private static final String OPEN_METRICS =
      "application/openmetrics-text; version=1.0.0; charset=utf-8";

  private final ControlPlane control;

  SiteRoutes(ControlPlane control) {
    this.control = control;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/health/live", SiteRoutes::live),
        new Route("GET", "/health/ready", this::ready),
        new Route("GET", "/metrics", exchange -> metrics(exchange, Optional.empty())),
        new Route(
            "GET", "/v1/metrics", exchange -> metrics(exchange, Optional.of(exchange.tenant()))),
        new Route("GET", "/v1/openapi.yaml", SiteRoutes::yaml),
        new Route("GET", "/v1/openapi.json", SiteRoutes::json));
  }

  private static void live(Exchange exchange) {
    exchange.json(Status.OK_200, SiteRoutes::writeUp);
  }

  private void ready(Exchange exchange) {
    List<HealthCheck> checks = control.health();
    if (!control.isReady()) {
      exchange.problem(
          Problems.unavailable("the platform is still reading its data folder: try again soon"));
    } else if (checks.stream().anyMatch(HealthCheck::isFailing)) {
      exchange.problem(
          new Problem(
              "unavailable",
              "Unavailable",
              Status.SERVICE_UNAVAILABLE_503.code(),
              checks.stream()
                  .filter(HealthCheck::isFailing)
                  .map(check -> check.name() + ": " + check.detail())
                  .toList()));
    } else {
      exchange.json(Status.OK_200, json -> writeReady(json, checks));
    }
  }

  private static void writeUp(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", "up");
    json.writeEndObject();
  }

  private static void writeReady(JsonGenerator json, List<HealthCheck> checks) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", "up");
    json.writeArrayFieldStart("checks");
    for (HealthCheck check : checks) {
      json.writeStartObject();
      json.writeStringField("name", check.name());
      json.writeStringField("status", check.ok() ? "ok" : "warning");
      json.writeStringField("detail", check.detail());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void metrics(Exchange exchange, Optional<String> tenant) {
    Format format = asked(exchange);
    String text = control.telemetry().metrics(format, tenant);
    exchange.text(format == Format.OPEN_METRICS ? OPEN_METRICS : PROMETHEUS, text.getBytes(UTF_8));
  }

  /// OpenMetrics for who prefers it to plain text, as Prometheus does.
  private static Format asked(Exchange exchange) {
    return exchange.request().headers().acceptedTypes().stream()
        .map(HttpMediaType::mediaType)
        .filter(type -> type.type().equals("text") || type.subtype().equals("openmetrics-text"))
        .findFirst()
        .filter(type -> type.subtype().equals("openmetrics-text"))
        .map(_ -> Format.OPEN_METRICS)
        .orElse(Format.PROMETHEUS);
  }

  private static void yaml(Exchange exchange) {
    exchange.text("application/yaml", OpenApi.yaml());
  }

  private static void json(Exchange exchange) {
    exchange.text("application/json", OpenApi.json());
  }
}
