package dev.perigee.platform.http;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.DeployedView;
import dev.perigee.api.FunctionView;
import dev.perigee.api.Listing;
import dev.perigee.api.Wire;
import dev.perigee.fabric.image.Image;
import dev.perigee.model.function.Destination;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.access.Right;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Logs;
import dev.perigee.platform.control.Review;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// Deploys, describes and deletes functions.
final class FunctionRoutes {
  /// Base64 of the largest archive that Lambda takes (50 MB) fits, and twice as much again.
  static final long DEPLOY_BYTES_MAX = 100L << 20;

  private final Functions functions;
  private final Logs logs;
  private final Review review;

  FunctionRoutes(ControlPlane control) {
    this.functions = control.functions();
    this.logs = control.logs();
    this.review = control.review();
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/functions", this::list),
        new Route("PUT", "/v1/functions/{name}", this::deploy),
        new Route("GET", "/v1/functions/{name}", this::describe),
        new Route("DELETE", "/v1/functions/{name}", this::delete),
        new Route("GET", "/v1/functions/{name}/logs", new LogRoute(functions, logs)::answer));
  }

  private void list(Exchange exchange) {
    exchange.parameters().check();
    List<FunctionView> views =
        functions.list(exchange.tenant()).stream().map(FunctionRoutes::view).toList();
    exchange.json(Status.OK_200, new Listing("functions", views));
  }

  private void deploy(Exchange exchange) throws IOException {
    boolean allowsCycle = exchange.allowsCycle();
    FunctionId function = exchange.function();
    long bytes = exchange.request().headers().contentLength().orElse(0);
    if (bytes > DEPLOY_BYTES_MAX) {
      throw new ControlException(
          ControlException.Kind.TOO_LARGE,
          List.of(
              "the request has %d bytes, the limit is %d: leave out of the archive what the function does not need"
                  .formatted(bytes, DEPLOY_BYTES_MAX)));
    }
    DeployRequest request = DeployRequest.read(exchange.request().content().inputStream());
    requireAddressesToBeAnOperators(exchange, request.network());
    FunctionSpec spec = functions.deploy(deployment(function, request).allowingCycle(allowsCycle));
    exchange.json(
        spec.version() == 1 ? Status.CREATED_201 : Status.OK_200,
        new DeployedView(view(spec), warnings(spec)));
  }

  /// A name leads to public addresses only. An address opens what the machine reaches, its own
  /// services and those of its neighbours included.
  private static void requireAddressesToBeAnOperators(Exchange exchange, List<String> network) {
    for (String each : network) {
      if (Destination.isWrittenAsAddress(each)) {
        exchange.caller().require(Right.OPERATE, "network.allow " + each);
      }
    }
  }

  private List<Wire> warnings(FunctionSpec deployed) {
    return review.findings(deployed).stream()
        .filter(each -> each.severity() != Finding.Severity.INFO)
        .map(Wire.class::cast)
        .toList();
  }

  private static Deployment deployment(FunctionId function, DeployRequest request) {
    return new Deployment(
        function.tenant(),
        function.name(),
        runtime(request),
        request.handler(),
        request.memoryMb().orElse(Deployment.MEMORY_MB_DEFAULT),
        (int) request.timeoutMs().orElse(Deployment.TIMEOUT_MS_DEFAULT),
        request.isolation(),
        request.concurrency().orElse(FunctionSpec.CONCURRENCY_MAX_DEFAULT),
        request.environment(),
        request.zip(),
        request.image(),
        false,
        Optional.empty(),
        request.network());
  }

  /// An image needs no runtime beside.
  private static String runtime(DeployRequest request) {
    return request.runtime().isEmpty() && !request.image().isEmpty()
        ? Image.RUNTIME
        : request.runtime();
  }

  private void describe(Exchange exchange) {
    exchange.parameters().check();
    exchange.json(Status.OK_200, view(known(exchange.function())));
  }

  private void delete(Exchange exchange) {
    exchange.parameters().check();
    if (!functions.delete(exchange.function())) {
      throw Problems.noSuchFunction(exchange.name());
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private FunctionSpec known(FunctionId function) {
    return known(functions, function);
  }

  static FunctionSpec known(Functions functions, FunctionId function) {
    return functions.find(function).orElseThrow(() -> Problems.noSuchFunction(function.name()));
  }

  static FunctionView view(FunctionSpec spec) {
    return new FunctionView(
        spec.name(),
        spec.tenant(),
        spec.version(),
        "active",
        spec.runtime(),
        spec.handler(),
        spec.memoryMb(),
        spec.timeoutMs(),
        spec.isolation().text(),
        spec.concurrencyMax(),
        List.copyOf(spec.environment().keySet()),
        spec.network().stream().map(Destination::text).toList(),
        spec.codeSha256());
  }
}
