package dev.perigee.platform.access;

import dev.perigee.platform.access.Credentials.Credential;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Who may always come in, by what stands in the environment of the process that starts the
/// platform.
///
/// @param keyId of the pair, or what stands in its place; empty if nobody is asked for a key
public record FirstAdministrator(AuthMode mode, String keyId, String secret) {
  public static final String ACCESS_KEY_ID = "PERIGEE_ACCESS_KEY_ID";
  public static final String SECRET_ACCESS_KEY = "PERIGEE_SECRET_ACCESS_KEY";
  public static final String API_KEY = "PERIGEE_API_KEY";

  /// Where nobody is asked for a key.
  public static final FirstAdministrator NOBODY = new FirstAdministrator(AuthMode.NONE, "", "");

  private static final String KEY_ID_OF_API_KEY = "first-administrator";
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9_-]{1,128}");

  /// @throws IllegalArgumentException if the environment lacks what the mode needs
  public static FirstAdministrator in(Map<String, String> environment, AuthMode mode) {
    return switch (mode) {
      case NONE -> NOBODY;
      case SIGV4 -> ofPair(environment);
      case KEYS -> ofApiKey(environment);
    };
  }

  private static FirstAdministrator ofPair(Map<String, String> environment) {
    String keyId = environment.getOrDefault(ACCESS_KEY_ID, "");
    String secret = environment.getOrDefault(SECRET_ACCESS_KEY, "");
    if (!KEY_ID.matcher(keyId).matches() || secret.isBlank()) {
      throw new IllegalArgumentException(
          "--auth sigv4 needs the first administrator's key pair: set %s (%s) and %s"
              .formatted(ACCESS_KEY_ID, KEY_ID, SECRET_ACCESS_KEY));
    }
    return new FirstAdministrator(AuthMode.SIGV4, keyId, secret);
  }

  private static FirstAdministrator ofApiKey(Map<String, String> environment) {
    String key = environment.getOrDefault(API_KEY, "").strip();
    if (key.length() < ApiKey.LENGTH_MIN) {
      throw new IllegalArgumentException(
          "--auth keys needs the first administrator's API key: set %s to at least %d random characters"
              .formatted(API_KEY, ApiKey.LENGTH_MIN));
    }
    return new FirstAdministrator(AuthMode.KEYS, KEY_ID_OF_API_KEY, key);
  }

  /// The keys of this administrator, and all others.
  ///
  /// @param pairs by access key id
  /// @param apiKeys holders of keys, by [ApiKey#hash]
  public KeyRing keys(Credentials pairs, Function<String, Optional<Caller>> apiKeys) {
    String hash = ApiKey.hash(secret);
    Optional<Caller> own = Optional.of(Caller.firstAdministrator(keyId));
    return new KeyRing(
        mode,
        asked -> own(asked).or(() -> pairs.find(asked)),
        asked -> Sessions.isSame(asked, hash) ? own : apiKeys.apply(asked));
  }

  private Optional<Credential> own(String accessKeyId) {
    return accessKeyId.equals(keyId)
        ? Optional.of(Credential.ofFirstAdministrator(keyId, secret))
        : Optional.empty();
  }

  /// The keys of this administrator only.
  public KeyRing keys() {
    return keys(_ -> Optional.empty(), _ -> Optional.empty());
  }

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "FirstAdministrator[" + mode.text() + ", " + keyId + "]";
  }
}
