package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

/// API keys are known by their hash only. They are long and random, so nobody finds one by trying
/// and the hash needs no salt.
public final class ApiKey {
  /// What an administrator's own key has to have at least.
  public static final int LENGTH_MIN = 20;

  private ApiKey() {}

  /// What a key is known by.
  public static String hash(String apiKey) {
    return Signature.payloadHash(apiKey.getBytes(UTF_8));
  }
}
