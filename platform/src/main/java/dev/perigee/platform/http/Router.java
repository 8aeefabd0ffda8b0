package dev.perigee.platform.http;

import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.Caller;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.Handler;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request in a tree of path segments.
final class Router implements Handler {
  private static final String RETRY_AFTER_S = "5";

  private final OwnSite site;
  private final Entrance entrance;
  private final Branch root = new Branch();
  private final LongAdder inFlight = new LongAdder();
  private volatile boolean draining;

  Router(List<Route> routes, Door door) {
    this.site = new OwnSite(door.hosts());
    this.entrance = new Entrance(door.gate());
    routes.forEach(this::add);
  }

  private void add(Route route) {
    Branch branch = root;
    for (String segment : route.segments()) {
      if (segment.endsWith("+}")) {
        branch = branch.rest();
      } else {
        branch = segment.startsWith("{") ? branch.any() : branch.child(segment);
      }
    }
    branch.routes.put(route.method(), route);
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    inFlight.increment();
    Connection.routed();
    try {
      dispatch(request, response);
    } finally {
      inFlight.decrement();
      Connection.answered();
    }
  }

  /// From now on nothing new is taken.
  void drain() {
    draining = true;
  }

  long inFlight() {
    return inFlight.sum();
  }

  private void dispatch(ServerRequest request, ServerResponse response) throws IOException {
    List<String> values = new ArrayList<>(2);
    Branch branch = find(request.path().rawPath(), values);
    Route route = branch == null ? null : branch.route(request.prologue().method().text());
    Exchange exchange = new Exchange(request, response, values, Caller.ANYBODY);
    if (draining) {
      response.header(HeaderNames.CONNECTION, "close");
      response.header(HeaderNames.RETRY_AFTER, RETRY_AFTER_S);
      exchange.problem(Problems.unavailable("the platform is stopping: try again later"));
      return;
    }
    try {
      site.require(request);
      Exchange known = admitted(exchange, route);
      if (route != null) {
        answer(known, route);
      } else {
        refuse(known, branch);
      }
    } catch (AccessException refused) {
      Entrance.refuse(exchange, refused);
    }
  }

  /// Whoever asks for what is not there has to say who it is, too.
  private Exchange admitted(Exchange exchange, @Nullable Route route) {
    if (route != null && route.right().isEmpty()) {
      return exchange;
    }
    Caller caller = entrance.admit(exchange.request());
    if (route != null) {
      caller.require(route.right().get(), route.method() + " " + route.template());
      caller.requireFunction(function(exchange, route));
    }
    return exchange.by(caller);
  }

  /// Name of the function that a path is about, without account, region and version; empty if it is
  /// about none.
  private static String function(Exchange exchange, Route route) {
    if (!route.template().contains("/functions/{name}")) {
      return "";
    }
    String text = exchange.name();
    String name = text.substring(text.indexOf("function:") < 0 ? 0 : text.indexOf("function:") + 9);
    int colon = name.indexOf(':');
    return colon < 0 ? name : name.substring(0, colon);
  }

  private static void refuse(Exchange exchange, @Nullable Branch branch) {
    if (branch == null || branch.routes.isEmpty()) {
      exchange.problem(Problems.noSuchPath(exchange.request().path().rawPath()));
    } else {
      refuseMethod(exchange, branch);
    }
  }

  private static void refuseMethod(Exchange exchange, Branch branch) {
    String allowed = String.join(", ", branch.routes.keySet());
    exchange.response().header(HeaderNames.ALLOW, allowed);
    exchange.problem(Problems.methodNotAllowed(exchange.method(), allowed));
  }

  private static void answer(Exchange exchange, Route route) throws IOException {
    try {
      route.action().answer(exchange);
    } catch (UncheckedIOException | CloseConnectionException | AccessException e) {
      // The client is gone: there is nobody to answer; or it must not do this.
      throw e;
    } catch (RuntimeException e) {
      if (exchange.response().isSent()) {
        throw e;
      }
      exchange.problem(Problems.of(e, about(exchange, route)));
    }
  }

  /// The template, not the path: that may hold what is nobody else's business.
  private static Map<String, String> about(Exchange exchange, Route route) {
    String function = function(exchange, route);
    Map<String, String> about = new TreeMap<>();
    about.put("route", route.method() + " " + route.template());
    about.put("tenant", exchange.caller().tenant());
    if (!function.isEmpty()) {
      about.put("function", function);
    }
    return about;
  }

  private @Nullable Branch find(String path, List<String> values) {
    Branch branch = root;
    int from = 1;
    while (from <= path.length()) {
      int slash = path.indexOf('/', from);
      int to = slash < 0 ? path.length() : slash;
      String segment = path.substring(from, to);
      Branch next = branch.children.get(segment);
      if (next == null && branch.wild != null && !segment.isEmpty()) {
        next = branch.wild;
        values.add(Exchange.decoded(segment));
      }
      if (next == null) {
        return branch.rest;
      }
      branch = next;
      from = to + 1;
    }
    return branch;
  }

  /// One level of the tree.
  private static final class Branch {
    private final Map<String, Branch> children = new HashMap<>();
    private final Map<String, Route> routes = new TreeMap<>();
    private @Nullable Branch wild;
    private @Nullable Branch rest;

    @Nullable Route route(String method) {
      Route route = routes.get(method);
      return route != null ? route : routes.get(Route.ANY_METHOD);
    }

    Branch rest() {
      Branch known = rest;
      if (known == null) {
        known = new Branch();
        rest = known;
      }
      return known;
    }

    Branch child(String segment) {
      return children.computeIfAbsent(segment, _ -> new Branch());
    }

    Branch any() {
      Branch known = wild;
      if (known == null) {
        known = new Branch();
        wild = known;
      }
      return known;
    }
  }
}
