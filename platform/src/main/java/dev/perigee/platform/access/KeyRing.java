package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.platform.access.Credentials.Credential;
import dev.perigee.world.Clock;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// All keys that open the door.
///
/// @param pairs by access key id
/// @param apiKeys holders of keys, by [ApiKey#hash]
public record KeyRing(
    AuthMode mode, Credentials pairs, Function<String, Optional<Caller>> apiKeys) {

  /// Where nobody is asked for a key.
  public static final KeyRing NONE =
      new KeyRing(AuthMode.NONE, _ -> Optional.empty(), _ -> Optional.empty());

  /// Asks for a key with each request.
  public Gate gate(Clock clock) {
    return gate(clock, _ -> {});
  }

  /// @param toll what may refuse who was let in, before anything is done for the request
  Gate gate(Clock clock, Consumer<Caller> toll) {
    return switch (mode) {
      case NONE -> Gate.OPEN;
      case SIGV4 -> new SignatureGate(pairs, clock, toll);
      case KEYS -> new BearerGate(apiKeys, toll);
    };
  }

  /// Whom a key stands for whenever that is asked, nobody once the key is revoked.
  ///
  /// @param accessKeyId empty for an API key
  /// @param secret of the pair, or the API key
  /// @throws AccessException if there is no such key, or its time is over
  Supplier<Optional<Caller>> holder(String accessKeyId, String secret) {
    return switch (mode) {
      case NONE -> throw AccessException.denied("this platform asks nobody for a key");
      case SIGV4 -> ofPair(accessKeyId, secret);
      case KEYS -> ofApiKey(secret);
    };
  }

  private Supplier<Optional<Caller>> ofPair(String accessKeyId, String secret) {
    Credential known = pairs.find(accessKeyId).orElseThrow(AccessException::unknownKey);
    byte[] right = ApiKey.hash(known.secretKey()).getBytes(UTF_8);
    if (!MessageDigest.isEqual(right, ApiKey.hash(secret).getBytes(UTF_8))) {
      throw AccessException.unknownKey();
    }
    return () -> pairs.find(accessKeyId).map(Credential::caller);
  }

  private Supplier<Optional<Caller>> ofApiKey(String apiKey) {
    String hash = ApiKey.hash(apiKey);
    if (apiKeys.apply(hash).isEmpty()) {
      throw AccessException.unknownKey();
    }
    return () -> apiKeys.apply(hash);
  }
}
