package dev.perigee.platform.http;

import dev.perigee.platform.access.Right;
import java.util.List;
import java.util.Optional;

/// What a caller has to be allowed for a route. A route that is not named here is read with `GET`
/// by whoever may view, and otherwise used by whoever may deploy.
final class Rights {
  private static final List<String> OPEN =
      List.of("/health/", "/url/", "/code/", "/dashboard/", "/v1/session");
  private static final List<String> ADMINISTERED = List.of("/v1/tenants", "/v1/keys", "/v1/backup");
  private static final List<String> OPERATED = List.of("/v1/nodes/", "/v1/caps/");

  private static final List<String> INVOKING =
      List.of("/invocations", "-invocations", "/v1/events");

  /// Numbers over all tenants.
  private static final List<String> OF_ALL_TENANTS = List.of("/metrics", "/v1/async/stats");

  private Rights() {}

  /// Empty if everybody may, also without a key: to see whether the platform is well, to call
  /// function URLs, which say themselves who may, to fetch code at an address that was signed for
  /// it, and to log in, with a page that is the same for all.
  static Optional<Right> of(String method, String template) {
    if (template.equals("/") || beginsWith(template, OPEN)) {
      return Optional.empty();
    }
    if (INVOKING.stream().anyMatch(template::endsWith) && !method.equals("GET")) {
      return Optional.of(Right.INVOKE);
    }
    if (beginsWith(template, ADMINISTERED)) {
      return Optional.of(Right.ADMINISTER);
    }
    if (OF_ALL_TENANTS.contains(template)) {
      return Optional.of(Right.OPERATE);
    }
    if (method.equals("GET")) {
      return Optional.of(Right.VIEW);
    }
    return Optional.of(beginsWith(template, OPERATED) ? Right.OPERATE : Right.DEPLOY);
  }

  private static boolean beginsWith(String template, List<String> prefixes) {
    return prefixes.stream().anyMatch(template::startsWith);
  }
}
