package dev.perigee.platform.http;

import dev.perigee.api.Listing;
import dev.perigee.api.SpanView;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.control.Telemetry;
import io.helidon.http.Status;
import java.util.List;
import java.util.Locale;

/// Shows the traces that are kept.
record TraceRoutes(Telemetry telemetry) {
  private static final int COUNT_DEFAULT = 50;
  private static final int COUNT_MAX = 1_000;

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/traces", this::list),
        new Route("GET", "/v1/traces/{id}", this::find));
  }

  private void list(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("function", "limit");
    var function = parameters.text("function");
    int count = (int) parameters.number("limit", 1, COUNT_MAX, COUNT_DEFAULT);
    parameters.check();
    List<Span> newest = telemetry.traces(exchange.tenant(), function, count);
    exchange.json(Status.OK_200, new Listing("traces", views(newest)));
  }

  private void find(Exchange exchange) {
    exchange.parameters().check();
    List<Span> spans = telemetry.trace(exchange.tenant(), exchange.name());
    if (spans.isEmpty()) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND,
          List.of(
              "no trace or invocation "
                  + exchange.name()
                  + " is kept: the newest 2,000 recorded invocations are; see GET /v1/traces"));
    }
    exchange.json(Status.OK_200, new Listing("spans", views(spans)));
  }

  private static List<SpanView> views(List<Span> spans) {
    return spans.stream().map(TraceRoutes::view).toList();
  }

  private static SpanView view(Span span) {
    return new SpanView(
        span.traceId(),
        span.spanId(),
        span.parentId(),
        span.name(),
        span.kind().name().toLowerCase(Locale.ROOT),
        UtcMs.text(span.startUtcNs()),
        span.startUtcNs(),
        span.endUtcNs(),
        span.failed(),
        span.attributes());
  }
}
