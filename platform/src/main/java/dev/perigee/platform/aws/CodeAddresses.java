package dev.perigee.platform.aws;

import dev.perigee.platform.access.ApiKey;
import dev.perigee.world.Clock;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;

/// Signs addresses of code for ten minutes, as those at AWS are good for. The key is made anew at
/// each start.
final class CodeAddresses {
  static final String EXPIRES = "Expires";
  static final String SIGNATURE = "Signature";
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final long NS_PER_S = 1_000_000_000L;

  private final String key = ApiKey.newSecret();
  private final Clock clock;

  CodeAddresses(Clock clock) {
    this.clock = clock;
  }

  /// The query of an address.
  String signed(String sha256) {
    String expires = Long.toString(clock.utcNs() / NS_PER_S + LIFE.toSeconds());
    return "%s=%s&%s=%s".formatted(EXPIRES, expires, SIGNATURE, signature(sha256, expires));
  }

  boolean opens(String sha256, String expires, String signature) {
    return expires.matches("[0-9]{1,12}")
        && Long.parseLong(expires) > clock.utcNs() / NS_PER_S
        && MessageDigest.isEqual(bytes(signature(sha256, expires)), bytes(signature));
  }

  private String signature(String sha256, String expires) {
    return ApiKey.mac(key, sha256 + " " + expires);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
