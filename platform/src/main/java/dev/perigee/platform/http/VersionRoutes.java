package dev.perigee.platform.http;

import dev.perigee.api.AliasRequest;
import dev.perigee.api.AliasView;
import dev.perigee.api.Listing;
import dev.perigee.api.PublishRequest;
import dev.perigee.api.VersionView;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Versions;
import io.helidon.http.Status;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Publishes, lists and deletes versions and aliases of functions.
record VersionRoutes(ControlPlane control) {
  private static final String VERSIONS = "/v1/functions/{name}/versions";
  private static final String ALIASES = "/v1/functions/{name}/aliases";
  private static final int PAGE_DEFAULT = 100;
  private static final int PAGE_MAX = 1_000;
  private static final int BODY_BYTES_MAX = 64 << 10;

  List<Route> routes() {
    return List.of(
        new Route("GET", VERSIONS, this::versions),
        new Route("POST", VERSIONS, this::publish),
        new Route("DELETE", VERSIONS + "/{version}", this::deleteVersion),
        new Route("GET", ALIASES, this::aliases),
        new Route("GET", ALIASES + "/{alias}", this::alias),
        new Route("PUT", ALIASES + "/{alias}", this::putAlias),
        new Route("DELETE", ALIASES + "/{alias}", this::deleteAlias));
  }

  private void versions(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("after", "limit");
    int after = (int) parameters.number("after", 0, Integer.MAX_VALUE, 0);
    int limit = (int) parameters.number("limit", 1, PAGE_MAX, PAGE_DEFAULT);
    parameters.check();
    List<VersionView> views =
        registry().versions(name(exchange), after, limit).rows().stream()
            .map(VersionRoutes::view)
            .toList();
    exchange.json(Status.OK_200, new Listing("versions", views));
  }

  private void publish(Exchange exchange) throws IOException {
    exchange.parameters().check();
    PublishRequest request = PublishRequest.read(body(exchange));
    Deployed published = registry().publish(name(exchange), request.description(), _ -> {});
    exchange.json(Status.CREATED_201, view(published));
  }

  private void deleteVersion(Exchange exchange) {
    exchange.parameters().check();
    String version = exchange.values().get(1);
    FunctionName name = name(exchange);
    boolean isDeleted =
        FunctionId.isVersion(version)
            && registry().deleteVersion(new FunctionId(name.tenant(), name.name(), version));
    requireFound(isDeleted, "version " + version, exchange);
  }

  private void aliases(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("version", "after", "limit");
    int limit = (int) parameters.number("limit", 1, PAGE_MAX, PAGE_DEFAULT);
    parameters.check();
    List<AliasView> views =
        registry()
            .aliases(
                name(exchange),
                parameters.text("version"),
                parameters.text("after").orElse(""),
                limit)
            .rows()
            .stream()
            .map(VersionRoutes::view)
            .toList();
    exchange.json(Status.OK_200, new Listing("aliases", views));
  }

  private void alias(Exchange exchange) {
    exchange.parameters().check();
    String alias = exchange.values().get(1);
    Optional<Alias> found = registry().alias(name(exchange), alias);
    exchange.json(
        Status.OK_200, view(found.orElseThrow(() -> missing("alias " + alias, exchange))));
  }

  private void putAlias(Exchange exchange) throws IOException {
    exchange.parameters().check();
    AliasRequest request = AliasRequest.read(body(exchange));
    String alias = exchange.values().get(1);
    Alias put =
        registry()
            .changeAlias(
                name(exchange),
                alias,
                before ->
                    new Alias(
                        alias,
                        request.version(),
                        request.description().orElse(before.map(Alias::description).orElse("")),
                        request.weights(),
                        UUID.randomUUID().toString()));
    exchange.json(Status.OK_200, view(put));
  }

  private void deleteAlias(Exchange exchange) {
    exchange.parameters().check();
    String alias = exchange.values().get(1);
    requireFound(registry().deleteAlias(name(exchange), alias), "alias " + alias, exchange);
  }

  private Versions registry() {
    return control.versions();
  }

  private static FunctionName name(Exchange exchange) {
    return FunctionName.of(exchange.function());
  }

  private static byte[] body(Exchange exchange) throws IOException {
    byte[] body = exchange.request().content().inputStream().readNBytes(BODY_BYTES_MAX + 1);
    if (body.length > BODY_BYTES_MAX) {
      throw new ControlException(
          Kind.TOO_LARGE, List.of("the request has more than " + BODY_BYTES_MAX + " bytes"));
    }
    return body;
  }

  private static void requireFound(boolean isFound, String what, Exchange exchange) {
    if (!isFound) {
      throw missing(what, exchange);
    }
    exchange.response().status(Status.NO_CONTENT_204).send();
  }

  private static ControlException missing(String what, Exchange exchange) {
    return new ControlException(
        Kind.NOT_FOUND, List.of("function '" + exchange.name() + "' has no " + what));
  }

  private static VersionView view(Deployed version) {
    return new VersionView(
        version.function().qualifier(),
        version.facts().description(),
        UtcMs.text(version.facts().modifiedUtcNs()),
        version.function().runtime(),
        version.function().handler(),
        version.function().memoryMb(),
        version.function().timeoutMs(),
        version.function().codeSha256());
  }

  private static AliasView view(Alias alias) {
    return new AliasView(alias.name(), alias.version(), alias.description(), alias.weights());
  }
}
