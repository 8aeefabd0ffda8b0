package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/// API keys are known by their hash only. They are long and random, so nobody finds one by trying
/// and the hash needs no salt.
public final class ApiKey {
  /// What an administrator's own key has to have at least.
  public static final int LENGTH_MIN = 20;

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String ID_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int ID_LENGTH = 16;
  private static final int SECRET_BYTES = 30;

  private ApiKey() {}

  /// An id for a key, in the form of an access key id.
  public static String newId() {
    StringBuilder id = new StringBuilder("AKPG");
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_LETTERS.charAt(RANDOM.nextInt(ID_LETTERS.length())));
    }
    return id.toString();
  }

  /// A secret of 240 random bits.
  public static String newSecret() {
    byte[] bytes = new byte[SECRET_BYTES];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  /// An API key.
  public static String newKey() {
    return "pgk_" + newSecret();
  }

  /// What shows that who made it has the key (HMAC-SHA256).
  public static String mac(String key, String text) {
    return HexFormat.of().formatHex(Signature.hmac(key.getBytes(UTF_8), text));
  }

  /// What a key is known by.
  public static String hash(String apiKey) {
    return Signature.payloadHash(apiKey.getBytes(UTF_8));
  }
}
