package dev.perigee.platform.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.platform.control.FunctionUrl;
import dev.perigee.platform.http.Exchange;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import java.util.List;
import java.util.Optional;

/// What pages of other origins may do with a function's address: `Cors` of the service model.
///
/// @param maxAgeS how long a browser may remember the answer; 0 if not said
record UrlCors(
    List<String> origins,
    List<String> methods,
    List<String> headers,
    List<String> exposed,
    boolean credentials,
    int maxAgeS) {
  private static final String ANY = "*";
  private static final HeaderName ASKED_METHOD =
      HeaderNames.create("Access-Control-Request-Method");
  private static final HeaderName ALLOW_ORIGIN = HeaderNames.create("Access-Control-Allow-Origin");
  private static final HeaderName ALLOW_METHODS =
      HeaderNames.create("Access-Control-Allow-Methods");
  private static final HeaderName ALLOW_HEADERS =
      HeaderNames.create("Access-Control-Allow-Headers");
  private static final HeaderName ALLOW_CREDENTIALS =
      HeaderNames.create("Access-Control-Allow-Credentials");
  private static final HeaderName EXPOSE_HEADERS =
      HeaderNames.create("Access-Control-Expose-Headers");
  private static final HeaderName MAX_AGE = HeaderNames.create("Access-Control-Max-Age");

  /// @throws AwsException if a field is of the wrong kind
  static UrlCors of(Fields cors) {
    return new UrlCors(
        texts(cors, "AllowOrigins"),
        texts(cors, "AllowMethods"),
        texts(cors, "AllowHeaders"),
        texts(cors, "ExposeHeaders"),
        cors.flag("AllowCredentials"),
        cors.integer("MaxAge").orElse(0));
  }

  /// Empty if the address has none: then the function sees and answers everything itself.
  static Optional<UrlCors> of(FunctionUrl url) {
    return url.cors().isEmpty()
        ? Optional.empty()
        : Optional.of(of(new Fields(Json.readObject(url.cors().getBytes(UTF_8)))));
  }

  private static List<String> texts(Fields cors, String name) {
    return cors.list(name).stream().map(String::valueOf).toList();
  }

  /// Whether a browser asks before it sends what it wants to.
  static boolean isPreflight(Exchange exchange) {
    return exchange.method().equals("OPTIONS")
        && exchange.request().headers().contains(HeaderNames.ORIGIN)
        && exchange.request().headers().contains(ASKED_METHOD);
  }

  /// Says what is allowed; the function is not called.
  void answerPreflight(Exchange exchange) {
    if (addTo(exchange)) {
      add(exchange, ALLOW_METHODS, methods);
      add(exchange, ALLOW_HEADERS, headers);
      if (maxAgeS > 0) {
        exchange.response().header(MAX_AGE, Integer.toString(maxAgeS));
      }
    }
    exchange.response().status(Status.OK_200).send();
  }

  /// Lets a page of an allowed origin read the answer. False if there is no such page.
  boolean addTo(Exchange exchange) {
    if (!exchange.request().headers().contains(HeaderNames.ORIGIN)) {
      return false;
    }
    String origin = exchange.request().headers().get(HeaderNames.ORIGIN).get();
    boolean any = origins.contains(ANY);
    if (!any && !origins.contains(origin)) {
      return false;
    }
    exchange.response().header(ALLOW_ORIGIN, any && !credentials ? ANY : origin);
    exchange.response().header(HeaderNames.VARY, "Origin");
    add(exchange, EXPOSE_HEADERS, exposed);
    if (credentials) {
      exchange.response().header(ALLOW_CREDENTIALS, "true");
    }
    return true;
  }

  private static void add(Exchange exchange, HeaderName name, List<String> values) {
    if (!values.isEmpty()) {
      exchange.response().header(name, String.join(",", values));
    }
  }
}
