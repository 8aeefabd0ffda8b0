package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.TraceContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Headers;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request says of its caller.
public final class CallerContext {
  static final String INVALID = "Client context must be a valid Base64-encoded JSON object.";
  private static final HeaderName CLIENT_CONTEXT = HeaderNames.create("X-Amz-Client-Context");
  private static final HeaderName TRACE_PARENT = HeaderNames.create("traceparent");
  private static final HeaderName TRACE_STATE = HeaderNames.create("tracestate");
  private static final HeaderName AMZN_TRACE = HeaderNames.create("X-Amzn-Trace-Id");
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/\\s,]*/\\d{8}/([^/\\s,]+)/");

  private CallerContext() {}

  /// @param functionArn the function as it was asked for
  /// @throws ControlException INVALID if the client context is no JSON object in base64
  public static CallContext of(Exchange exchange, String functionArn) {
    return new CallContext(
        functionArn,
        exchange.request().headers().contains(CLIENT_CONTEXT)
            ? decoded(exchange.request().headers().get(CLIENT_CONTEXT).get())
            : "",
        trace(exchange));
  }

  /// The trace that a request says it belongs to. W3C goes before AWS; what is malformed is no
  /// trace.
  public static TraceContext trace(Exchange exchange) {
    Headers headers = exchange.request().headers();
    if (headers.contains(TRACE_PARENT)) {
      String state =
          headers.contains(TRACE_STATE)
              ? String.join(",", headers.get(TRACE_STATE).allValues())
              : "";
      return TraceContext.ofParent(headers.get(TRACE_PARENT).get(), state)
          .orElse(TraceContext.NONE);
    }
    return headers.contains(AMZN_TRACE)
        ? TraceContext.ofAmzn(headers.get(AMZN_TRACE).get()).orElse(TraceContext.NONE)
        : TraceContext.NONE;
  }

  private static String decoded(String base64) {
    try {
      byte[] json = Base64.getDecoder().decode(base64);
      var _ = Json.readObject(json);
      // Inside of texts JSON has no bare line ends: on one line it is the same, and fits a header.
      return new String(json, UTF_8).replace('\n', ' ').replace('\r', ' ');
    } catch (IllegalArgumentException | WireException e) {
      throw new ControlException(Kind.INVALID, List.of(INVALID));
    }
  }

  /// The region of the request's credential scope.
  public static String region(Exchange exchange) {
    if (exchange.request().headers().contains(HeaderNames.AUTHORIZATION)) {
      Matcher scope =
          SCOPE.matcher(exchange.request().headers().get(HeaderNames.AUTHORIZATION).get());
      if (scope.find()) {
        return scope.group(1);
      }
    }
    return FunctionArn.REGION_DEFAULT;
  }
}
