package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.node.CallContext;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a request says of its caller.
public final class CallerContext {
  static final String INVALID = "Client context must be a valid Base64-encoded JSON object.";
  private static final HeaderName CLIENT_CONTEXT = HeaderNames.create("X-Amz-Client-Context");
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/\\s,]*/\\d{8}/([^/\\s,]+)/");

  private CallerContext() {}

  /// @param functionArn the function as it was asked for
  /// @throws ControlException INVALID if the client context is no JSON object in base64
  public static CallContext of(Exchange exchange, String functionArn) {
    return new CallContext(
        functionArn,
        exchange.request().headers().contains(CLIENT_CONTEXT)
            ? decoded(exchange.request().headers().get(CLIENT_CONTEXT).get())
            : "");
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
