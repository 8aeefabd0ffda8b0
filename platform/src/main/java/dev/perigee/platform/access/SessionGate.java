package dev.perigee.platform.access;

import java.util.Optional;
import java.util.function.Consumer;

/// Lets in who is logged in. Since a browser sends the cookie with whatever asks for it, a request
/// that changes something has to show that a page of this site made it. A key in the request goes
/// before the cookie.
public record SessionGate(Sessions sessions, Gate keys, Consumer<Caller> toll) implements Gate {
  public static final String COOKIE = "perigee-session";
  public static final String CSRF_HEADER = "x-perigee-csrf";

  @Override
  public Caller admit(AccessRequest request) {
    Optional<String> token = token(request.header().apply("cookie"));
    if (token.isEmpty() || !request.header().apply("authorization").isEmpty()) {
      return keys.admit(request);
    }
    Session session = sessions.find(token.get()).orElseThrow(AccessException::sessionEnded);
    if (CrossSite.isChanging(request.method())) {
      requireOwnPage(request, session);
    }
    toll.accept(session.caller());
    return session.caller();
  }

  /// @throws AccessException if another page than one of this platform may have made it
  public static void requireOwnPage(AccessRequest request, Session session) {
    String origin = request.header().apply("origin");
    if (!CrossSite.isOwn(origin, request.header().apply("host"))) {
      throw AccessException.crossSite(
          origin.isEmpty()
              ? "a login may change something from a page of this platform only, and no Origin is"
                  + " said"
              : CrossSite.problem(origin, request.header().apply("host")));
    }
    if (!Sessions.isSame(session.csrfToken(), request.header().apply(CSRF_HEADER))) {
      throw AccessException.crossSite(
          "header %s does not hold the csrfToken of GET /v1/session".formatted(CSRF_HEADER));
    }
  }

  /// The login's token in the header `Cookie`.
  public static Optional<String> token(String cookies) {
    for (String cookie : cookies.split(";", -1)) {
      String stripped = cookie.strip();
      if (stripped.startsWith(COOKIE + "=")) {
        return Optional.of(stripped.substring(COOKIE.length() + 1));
      }
    }
    return Optional.empty();
  }
}
