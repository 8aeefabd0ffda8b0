package dev.perigee.platform.http;

import dev.perigee.api.Listing;
import dev.perigee.api.ProvisionRequest;
import dev.perigee.api.ProvisionView;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Provision;
import dev.perigee.platform.control.Provisions;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/// Asks for workers ahead of calls, and says how far they are.
record ProvisionRoutes(ControlPlane control) {
  private static final String ALL = "/v1/functions/{name}/provisioned";
  private static final String ONE = ALL + "/{qualifier}";
  private static final int BODY_BYTES_MAX = 1 << 10;

  List<Route> routes() {
    return List.of(
        new Route("GET", ALL, this::list),
        new Route("GET", ONE, this::find),
        new Route("PUT", ONE, this::put),
        new Route("DELETE", ONE, this::remove));
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    List<ProvisionView> views =
        provisions().list(name(exchange)).stream().map(ProvisionRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("provisioned", views));
  }

  private void find(Exchange exchange) {
    exchange.parameters().check();
    Provision found =
        provisions().find(name(exchange), qualifier(exchange)).orElseThrow(() -> missing(exchange));
    exchange.json(Status.OK_200, view(found));
  }

  private void put(Exchange exchange) throws IOException {
    exchange.parameters().check();
    byte[] body = exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX);
    int workerCount = ProvisionRequest.read(body).workerCount();
    Provision put = provisions().put(name(exchange), qualifier(exchange), workerCount);
    exchange.json(Status.ACCEPTED_202, view(put));
  }

  private void remove(Exchange exchange) {
    exchange.parameters().check();
    if (!provisions().remove(name(exchange), qualifier(exchange))) {
      throw missing(exchange);
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private Provisions provisions() {
    return control.versions().provisions();
  }

  private static FunctionName name(Exchange exchange) {
    return FunctionName.of(exchange.function());
  }

  private static String qualifier(Exchange exchange) {
    return exchange.values().get(1);
  }

  private static ControlException missing(Exchange exchange) {
    return new ControlException(
        Kind.NOT_FOUND,
        List.of(
            "'%s:%s' has no provisioned concurrency"
                .formatted(exchange.name(), qualifier(exchange))));
  }

  private static ProvisionView view(Provision each) {
    return new ProvisionView(
        each.qualifier(),
        each.requestedCount(),
        each.allocatedCount(),
        each.readyCount(),
        each.status().name().toLowerCase(Locale.ROOT).replace('_', ' '),
        each.reason(),
        UtcMs.text(each.modifiedUtcNs()));
  }
}
