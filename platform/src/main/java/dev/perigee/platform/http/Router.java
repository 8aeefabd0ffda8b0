package dev.perigee.platform.http;

import io.helidon.http.HeaderNames;
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
  private final Branch root = new Branch();
  private final LongAdder inFlight = new LongAdder();
  private volatile boolean draining;

  Router(List<Route> routes) {
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
    branch.actions.put(route.method(), route.action());
  }

  @Override
  public void handle(ServerRequest request, ServerResponse response) throws IOException {
    inFlight.increment();
    try {
      dispatch(request, response);
    } finally {
      inFlight.decrement();
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
    Exchange exchange = new Exchange(request, response, values);
    if (draining) {
      response.header(HeaderNames.CONNECTION, "close");
      exchange.problem(Problems.unavailable("the platform is stopping: try again later"));
    } else if (branch == null || branch.actions.isEmpty()) {
      exchange.problem(Problems.noSuchPath(request.path().rawPath()));
    } else {
      Route.@Nullable Action action = branch.action(request.prologue().method().text());
      if (action == null) {
        refuseMethod(exchange, branch);
      } else {
        answer(exchange, action);
      }
    }
  }

  private static void refuseMethod(Exchange exchange, Branch branch) {
    String allowed = String.join(", ", branch.actions.keySet());
    exchange.response().header(HeaderNames.ALLOW, allowed);
    exchange.problem(Problems.methodNotAllowed(exchange.method(), allowed));
  }

  private static void answer(Exchange exchange, Route.Action action) throws IOException {
    try {
      action.answer(exchange);
    } catch (UncheckedIOException e) {
      // The client is gone: there is nobody to answer.
      throw e;
    } catch (RuntimeException e) {
      if (exchange.response().isSent()) {
        throw e;
      }
      exchange.problem(Problems.of(e));
    }
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
    private final Map<String, Route.Action> actions = new TreeMap<>();
    private @Nullable Branch wild;
    private @Nullable Branch rest;

    Route.@Nullable Action action(String method) {
      Route.Action action = actions.get(method);
      return action != null ? action : actions.get(Route.ANY_METHOD);
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
