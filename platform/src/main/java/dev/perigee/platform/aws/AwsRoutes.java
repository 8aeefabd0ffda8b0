package dev.perigee.platform.aws;

import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.platform.access.Gate;
import dev.perigee.platform.aws.ApiAction.Operation;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.events.EventQueue;
import dev.perigee.platform.http.Exchange;
import dev.perigee.platform.http.InvokeRoute;
import dev.perigee.platform.http.Route;
import dev.perigee.platform.layer.LayerBook;
import dev.perigee.platform.mapping.Mapping;
import dev.perigee.platform.mapping.MappingBook;
import dev.perigee.world.Clock;
import io.helidon.http.HeaderNames;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The paths of the API.
public final class AwsRoutes {
  private static final String FUNCTIONS = "/2015-03-31/functions";
  private static final String FUNCTION = FUNCTIONS + "/{name}";

  private final List<Route> routes = new ArrayList<>();

  private AwsRoutes() {}

  /// What the API is served with.
  ///
  /// @param gate says whose a request to a function URL is
  /// @param mappingCheck throws if a mapping would make its function run itself
  public record Parts(
      ControlPlane control,
      Versions versions,
      EventQueue events,
      ArtefactStore artefacts,
      FunctionLogs logs,
      Gate gate,
      Clock clock,
      MappingBook mappings,
      LayerBook layers,
      Consumer<Mapping> mappingCheck) {}

  public static List<Route> of(Parts parts, InvokeRoute invoke) {
    AwsRoutes all = new AwsRoutes();
    ControlPlane control = parts.control();
    Versions versions = parts.versions();
    Clock clock = parts.clock();
    CodeAddresses addresses = new CodeAddresses(clock);
    all.functions(new FunctionResource(control.functions(), versions, addresses, parts.layers()));
    all.versions(new VersionResource(versions));
    all.aliases(new AliasResource(versions));
    all.concurrency(new Concurrency(versions));
    all.provisioned(new ProvisionedConcurrency(versions));
    all.tags(new Tags(versions));
    all.urls(new UrlResource(versions, clock));
    all.policies(new PolicyResource(versions));
    all.layers(new LayerResource(parts.layers(), addresses));
    all.retries(new RetryResource(versions, clock));
    all.mappings(
        new MappingResource(
            versions, control.resources(), parts.mappings(), parts.mappingCheck(), clock));
    all.account(new Account(control.functions(), versions));
    all.invocations(parts, invoke);
    all.routes.add(
        new Route("GET", CodeRoute.TEMPLATE, new CodeRoute(parts.artefacts(), addresses)));
    all.routes.add(
        new Route(
            Route.ANY_METHOD,
            UrlRoute.TEMPLATE,
            new UrlRoute(parts.gate(), versions, control.invoker(), clock)));
    return List.copyOf(all.routes);
  }

  /// Where a client found the platform.
  static String base(Exchange exchange) {
    String scheme = exchange.request().isSecure() ? "https://" : "http://";
    return scheme + exchange.request().headers().get(HeaderNames.HOST).get();
  }

  private void invocations(Parts parts, InvokeRoute invoke) {
    InvokeResource whole =
        new InvokeResource(parts.versions(), invoke, parts.events(), parts.logs(), false);
    routes.add(new Route("POST", FUNCTION + "/invocations", whole));
    routes.add(
        new Route(
            "POST",
            "/2021-11-15/functions/{name}/response-streaming-invocations",
            whole.streaming()));
  }

  private void functions(FunctionResource functions) {
    add("POST", FUNCTIONS, functions::create);
    add("GET", FUNCTIONS, functions::list);
    // Some clients end this path with a slash.
    add("GET", FUNCTIONS + "/", functions::list);
    add("POST", FUNCTIONS + "/", functions::create);
    add("GET", FUNCTION, functions::get);
    add("DELETE", FUNCTION, functions::delete);
    add("PUT", FUNCTION + "/code", functions::updateCode);
    add("PUT", FUNCTION + "/configuration", functions::updateConfiguration);
    add("GET", FUNCTION + "/configuration", functions::getConfiguration);
  }

  private void versions(VersionResource versions) {
    add("POST", FUNCTION + "/versions", versions::publish);
    add("GET", FUNCTION + "/versions", versions::list);
  }

  private void aliases(AliasResource aliases) {
    add("POST", FUNCTION + "/aliases", aliases::create);
    add("GET", FUNCTION + "/aliases", aliases::list);
    add("GET", FUNCTION + "/aliases/{alias}", aliases::get);
    add("PUT", FUNCTION + "/aliases/{alias}", aliases::update);
    add("DELETE", FUNCTION + "/aliases/{alias}", aliases::delete);
  }

  private void concurrency(Concurrency concurrency) {
    String path = "/functions/{name}/concurrency";
    add("PUT", "/2017-10-31" + path, concurrency::put);
    add("DELETE", "/2017-10-31" + path, concurrency::delete);
    add("GET", "/2019-09-30" + path, concurrency::get);
  }

  private void provisioned(ProvisionedConcurrency provisioned) {
    String path = "/2019-09-30/functions/{name}/provisioned-concurrency";
    add("PUT", path, provisioned::put);
    add("GET", path, provisioned::get);
    add("DELETE", path, provisioned::delete);
  }

  private void tags(Tags tags) {
    String path = "/2017-03-31/tags/{arn}";
    add("GET", path, tags::list);
    add("POST", path, tags::add);
    add("DELETE", path, tags::remove);
  }

  private void urls(UrlResource urls) {
    String path = "/2021-10-31/functions/{name}/url";
    add("POST", path, urls::create);
    add("GET", path, urls::get);
    add("PUT", path, urls::update);
    add("DELETE", path, urls::delete);
    add("GET", path + "s", urls::list);
  }

  private void policies(PolicyResource policies) {
    add("POST", FUNCTION + "/policy", policies::add);
    add("GET", FUNCTION + "/policy", policies::get);
    add("DELETE", FUNCTION + "/policy/{statement}", policies::remove);
  }

  private void layers(LayerResource layers) {
    String path = "/2018-10-31/layers";
    add("GET", path, layers::list);
    add("GET", path + "/{layer}/versions", layers::versions);
    add("POST", path + "/{layer}/versions", layers::publish);
    add("GET", path + "/{layer}/versions/{number}", layers::get);
    add("DELETE", path + "/{layer}/versions/{number}", layers::delete);
  }

  private void retries(RetryResource retries) {
    String path = "/2019-09-25/functions/{name}/event-invoke-config";
    add("PUT", path, retries::put);
    add("POST", path, retries::update);
    add("GET", path, retries::get);
    add("DELETE", path, retries::delete);
  }

  private void mappings(MappingResource mappings) {
    String path = "/2015-03-31/event-source-mappings";
    add("POST", path, mappings::create);
    add("POST", path + "/", mappings::create);
    add("GET", path, mappings::list);
    add("GET", path + "/", mappings::list);
    add("GET", path + "/{uuid}", mappings::get);
    add("PUT", path + "/{uuid}", mappings::update);
    add("DELETE", path + "/{uuid}", mappings::delete);
  }

  private void account(Account account) {
    add("GET", "/2016-08-19/account-settings", account::settings);
    add("GET", "/2016-08-19/account-settings/", account::settings);
    add("GET", "/2020-06-30/functions/{name}/code-signing-config", account::codeSigning);
    add(
        "GET",
        "/2021-07-20/functions/{name}/runtime-management-config",
        account::runtimeManagement);
    add("GET", "/2024-08-31/functions/{name}/recursion-config", account::recursion);
  }

  private void add(String method, String template, Operation operation) {
    routes.add(new Route(method, template, new ApiAction(operation)));
  }
}
