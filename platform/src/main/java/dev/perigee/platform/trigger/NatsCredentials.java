package dev.perigee.platform.trigger;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A credentials file of NATS: a token that says who somebody is, and the seed of the key that
/// proves it.
///
/// ```
/// -----BEGIN NATS USER JWT-----
/// eyJ0eXAiOi..
/// ------END NATS USER JWT------
/// -----BEGIN USER NKEY SEED-----
/// SUAO..
/// ------END USER NKEY SEED------
/// ```
public final class NatsCredentials {
  private static final Pattern FILE =
      Pattern.compile(
          "BEGIN NATS USER JWT-+\\s+([\\w.=-]+)\\s+-+END.*BEGIN USER NKEY"
              + " SEED-+\\s+(SU[A-Z2-7]{56})\\s+-+END",
          Pattern.DOTALL);
  private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

  /// Before the seed lie two bytes that say whose it is, and behind it a check sum.
  private static final int SEED_FROM = 2;

  private static final int SEED_BYTES = 32;

  private final String token;
  private final byte[] seed;

  private NatsCredentials(String token, byte[] seed) {
    this.token = token;
    this.seed = seed;
  }

  /// Empty if the text is no credentials file.
  public static Optional<NatsCredentials> read(String text) {
    Matcher file = FILE.matcher(text);
    if (!file.find()) {
      return Optional.empty();
    }
    byte[] key = base32(file.group(2));
    return Optional.of(
        new NatsCredentials(
            file.group(1), Arrays.copyOfRange(key, SEED_FROM, SEED_FROM + SEED_BYTES)));
  }

  private static byte[] base32(String text) {
    byte[] bytes = new byte[text.length() * 5 / 8];
    int bits = 0;
    int bitCount = 0;
    int at = 0;
    for (int i = 0; i < text.length(); i++) {
      bits = (bits << 5 | BASE32.indexOf(text.charAt(i))) & 0xfff;
      bitCount += 5;
      if (bitCount >= 8) {
        bitCount -= 8;
        bytes[at++] = (byte) (bits >> bitCount);
      }
    }
    return bytes;
  }

  public String token() {
    return token;
  }

  /// What the server drew, signed with Ed25519.
  public byte[] sign(byte[] nonce) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(
          KeyFactory.getInstance("Ed25519")
              .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
      signature.update(nonce);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has Ed25519", e);
    }
  }
}
