package dev.perigee.platform.http;

import dev.perigee.dashboard.Asset;
import dev.perigee.dashboard.Dashboard;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Status;
import java.util.List;

/// The page for people, with headers that let it load nothing but its own files and the interface:
/// no inline script or style, no frame, no text that becomes markup.
final class PageRoutes {
  private static final List<Header> HEADERS =
      List.of(
          HeaderValues.createCached(
              "Content-Security-Policy",
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
                  + " connect-src 'self'; base-uri 'none'; form-action 'none';"
                  + " frame-ancestors 'none'; require-trusted-types-for 'script';"
                  + " trusted-types 'none'"),
          HeaderValues.createCached("X-Content-Type-Options", "nosniff"),
          HeaderValues.createCached("Referrer-Policy", "no-referrer"),
          HeaderValues.createCached("Cross-Origin-Opener-Policy", "same-origin"),
          HeaderValues.createCached("Cache-Control", "no-cache"));

  private final Dashboard dashboard = Dashboard.load();

  List<Route> routes() {
    return List.of(
        new Route("GET", "/", exchange -> send(exchange, Dashboard.INDEX)),
        new Route("GET", "/dashboard/{file}", exchange -> send(exchange, exchange.name())));
  }

  private void send(Exchange exchange, String name) {
    dashboard
        .find(name)
        .ifPresentOrElse(
            asset -> send(exchange, asset),
            () -> exchange.problem(Problems.noSuchPath("/dashboard/" + name)));
  }

  private static void send(Exchange exchange, Asset asset) {
    HEADERS.forEach(exchange.response()::header);
    exchange.response().header(HeaderNames.ETAG, asset.tag());
    if (exchange
        .request()
        .headers()
        .first(HeaderNames.IF_NONE_MATCH)
        .orElse("")
        .equals(asset.tag())) {
      exchange.response().status(Status.NOT_MODIFIED_304).send();
    } else {
      exchange.text(asset.contentType(), asset.bytes());
    }
  }
}
