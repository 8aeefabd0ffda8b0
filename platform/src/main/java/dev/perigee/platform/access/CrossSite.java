package dev.perigee.platform.access;

import java.net.URI;
import java.util.Locale;

/// Tells requests that a browser makes for a page of another site. Programs that are no browsers
/// send no `Origin`, and pages can't leave it out.
///
/// Source: Fetch standard, "Origin header"; OWASP, Cross-Site Request Forgery Prevention.
public final class CrossSite {
  private CrossSite() {}

  /// Whether a method may change something.
  public static boolean isChanging(String method) {
    return !method.equals("GET") && !method.equals("HEAD") && !method.equals("OPTIONS");
  }

  /// Whether an origin is the host that the request was sent to, over whatever scheme: what stands
  /// before may end TLS.
  public static boolean isOwn(String origin, String host) {
    try {
      URI uri = URI.create(origin);
      String authority = uri.getRawAuthority();
      return authority != null
          && bare(authority, uri.getScheme()).equals(bare(host, uri.getScheme()));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  /// Without the port that goes without saying.
  private static String bare(String authority, String scheme) {
    String usual = "https".equalsIgnoreCase(scheme) ? ":443" : ":80";
    String lower = authority.toLowerCase(Locale.ROOT);
    return lower.endsWith(usual) ? lower.substring(0, lower.length() - usual.length()) : lower;
  }

  /// Refuses what changes something for a page of another site, unless it shows a key: a browser
  /// adds that by itself to nothing.
  ///
  /// @throws AccessException if it is so
  public static void refuse(String method, String origin, String host, boolean showsKey) {
    if (isChanging(method) && !origin.isEmpty() && !showsKey && !isOwn(origin, host)) {
      throw AccessException.crossSite(problem(origin, host));
    }
  }

  static String problem(String origin, String host) {
    return "a page of '%s' may change nothing here, at '%s'; a proxy between them has to pass the header Host on"
        .formatted(origin, host);
  }
}
