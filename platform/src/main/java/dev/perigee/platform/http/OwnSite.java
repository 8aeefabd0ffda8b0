package dev.perigee.platform.http;

import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.CrossSite;
import dev.perigee.platform.access.HostNames;
import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;

/// Refuses what browsers are made to send by pages of other sites, before anybody is asked for a
/// key. Functions that have an address say themselves which pages may call them; how the platform
/// is whoever watches it may ask by any name.
record OwnSite(HostNames hosts) {

  /// @throws AccessException if the request must not come in
  void require(ServerRequest request) {
    String path = request.path().rawPath();
    if (!path.startsWith("/health/")) {
      hosts.require(header(request, HeaderNames.HOST));
    }
    String origin = header(request, HeaderNames.ORIGIN);
    if (!origin.isEmpty() && !path.startsWith("/url/")) {
      CrossSite.refuse(
          request.prologue().method().text(),
          origin,
          header(request, HeaderNames.HOST),
          request.headers().contains(HeaderNames.AUTHORIZATION));
    }
  }

  private static String header(ServerRequest request, HeaderName name) {
    return request.headers().contains(name) ? request.headers().get(name).values() : "";
  }
}
