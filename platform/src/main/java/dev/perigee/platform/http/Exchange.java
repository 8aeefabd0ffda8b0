package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.Problem;
import dev.perigee.api.Wire;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.Caller;
import dev.perigee.platform.access.Gate;
import dev.perigee.platform.control.ControlException;
import io.helidon.http.Header;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.URLDecoder;
import java.util.List;
import java.util.regex.Pattern;

/// One request and its answer.
///
/// @param values what stands in place of the template's `{..}`, decoded, in order
/// @param caller whose request it is
public record Exchange(
    ServerRequest request, ServerResponse response, List<String> values, Caller caller) {
  public static final Header JSON = HeaderValues.createCached("Content-Type", "application/json");
  private static final Header PROBLEM =
      HeaderValues.createCached("Content-Type", Problem.CONTENT_TYPE);
  private static final HeaderName TENANT = HeaderNames.create("Perigee-Tenant");
  private static final Pattern TENANT_RULE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

  /// The same request, whose caller is known.
  Exchange by(Caller newCaller) {
    return new Exchange(request, response, values, newCaller);
  }

  /// Whose the request is, by a gate that did not stand before its route.
  ///
  /// @throws AccessException if it must not come in
  public Caller callerBy(Gate gate) {
    return new Entrance(gate).admit(request);
  }

  public String method() {
    return request.prologue().method().text();
  }

  /// The first value of the path.
  public String name() {
    return values.getFirst();
  }

  /// Whose things are meant: the caller's, or those of a tenant that it may speak for.
  ///
  /// @throws ControlException if the header holds no legal name
  public String tenant() {
    if (!request.headers().contains(TENANT)) {
      return caller.tenant();
    }
    String tenant = request.headers().get(TENANT).get();
    if (!TENANT_RULE.matcher(tenant).matches()) {
      throw new ControlException(
          ControlException.Kind.INVALID,
          List.of("header Perigee-Tenant is '" + tenant + "': it has to match " + TENANT_RULE));
    }
    return caller.speaksFor(tenant);
  }

  FunctionId function() {
    return new FunctionId(tenant(), name());
  }

  RequestParameters parameters(String... known) {
    return RequestParameters.of(request.query(), List.of(known));
  }

  /// Whether a function is meant to run itself; the one parameter that there may be.
  boolean allowsCycle() {
    RequestParameters parameters = parameters("allowCycle");
    String allowed = parameters.oneOf("allowCycle", List.of("true", "false"), "false");
    parameters.check();
    return allowed.equals("true");
  }

  public void json(Status status, Wire body) {
    response.status(status).header(JSON);
    response.send(Json.bytes(body));
  }

  void problem(Problem problem) {
    response.status(Status.create(problem.status())).header(PROBLEM);
    response.send(Json.bytes(problem));
  }

  void text(String contentType, byte[] body) {
    response.header(HeaderValues.create(HeaderNames.CONTENT_TYPE, contentType));
    response.send(body);
  }

  static String decoded(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment;
    }
    try {
      // In a path, unlike in a form, a plus is a plus.
      return URLDecoder.decode(segment.replace("+", "%2B"), UTF_8);
    } catch (IllegalArgumentException _) {
      return segment;
    }
  }
}
