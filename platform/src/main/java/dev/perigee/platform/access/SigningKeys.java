package dev.perigee.platform.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Keys that were derived for a day, a region and a service, so that four of the five rounds of
/// HMAC are not done again with each request. Only those of requests that came in are kept.
final class SigningKeys {
  private static final int COUNT_MAX = 4_096;

  private final Map<Source, byte[]> derived = new ConcurrentHashMap<>();

  /// What a key is derived from.
  record Source(String secretKey, String scope) {
    /// Secrets are not shown.
    @Override
    public String toString() {
      return "Source[" + scope + "]";
    }
  }

  byte[] get(Source source) {
    byte[] known = derived.get(source);
    return known != null ? known : Signature.signingKey(source.secretKey(), source.scope());
  }

  void keep(Source source, byte[] key) {
    if (derived.size() >= COUNT_MAX) {
      derived.clear();
    }
    derived.putIfAbsent(source, key);
  }
}
