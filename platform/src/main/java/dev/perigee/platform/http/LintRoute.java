package dev.perigee.platform.http;

import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Review;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/// Says what will go wrong.
record LintRoute(Review review) {

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/lint", this::lint));
  }

  private void lint(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("function");
    Optional<String> function = parameters.text("function");
    parameters.check();
    List<Finding> findings =
        function
            .map(name -> review.findings(new FunctionName(exchange.tenant(), name)))
            .orElseGet(() -> review.findings(exchange.tenant()));
    exchange.json(
        Status.OK_200,
        json -> {
          json.writeStartObject();
          json.writeArrayFieldStart("findings");
          for (Finding each : findings) {
            each.write(json);
          }
          json.writeEndArray();
          json.writeNumberField("errors", count(findings, Severity.ERROR));
          json.writeNumberField("warnings", count(findings, Severity.WARNING));
          json.writeEndObject();
        });
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(each -> each.severity() == severity).count();
  }
}
