package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.OpenApi;
import dev.perigee.platform.control.ControlPlane;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;

/// Health, metrics and the description of the interface.
final class SiteRoutes {
  private final ControlPlane control;
  private final Metrics metrics;

  SiteRoutes(ControlPlane control, Metrics metrics) {
    this.control = control;
    this.metrics = metrics;
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/health/live", SiteRoutes::live),
        new Route("GET", "/health/ready", this::ready),
        new Route("GET", "/metrics", this::metrics),
        new Route("GET", "/v1/openapi.yaml", SiteRoutes::yaml),
        new Route("GET", "/v1/openapi.json", SiteRoutes::json));
  }

  private static void live(Exchange exchange) {
    exchange.json(Status.OK_200, SiteRoutes::writeUp);
  }

  private void ready(Exchange exchange) {
    if (control.isReady()) {
      exchange.json(Status.OK_200, SiteRoutes::writeUp);
    } else {
      exchange.problem(
          Problems.unavailable("the platform is still reading its data folder: try again soon"));
    }
  }

  private static void writeUp(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("status", "up");
    json.writeEndObject();
  }

  private void metrics(Exchange exchange) {
    String text =
        new MetricsText(metrics, control.nodes().list(), control.events().counts()).write();
    exchange.text("text/plain; version=0.0.4; charset=utf-8", text.getBytes(UTF_8));
  }

  private static void yaml(Exchange exchange) {
    exchange.text("application/yaml", OpenApi.yaml());
  }

  private static void json(Exchange exchange) {
    exchange.text("application/json", OpenApi.json());
  }
}
