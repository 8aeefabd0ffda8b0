package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals texts with AES-256-GCM. What is sealed names its key, and opens only for what it was
/// sealed for: it can't be put elsewhere. Thread-safe.
///
/// ```
/// sealed:1:KEY-ID:BASE64(nonce, ciphertext, tag)
/// ```
public final class Vault {
  private static final String PREFIX = "sealed:1:";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  static final int KEY_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, SecretKeySpec> keys = new LinkedHashMap<>();
  private final String current;

  /// @param keysById 32 bytes each; the last one seals
  Vault(Map<String, byte[]> keysById) {
    String last = "";
    for (Map.Entry<String, byte[]> key : keysById.entrySet()) {
      keys.put(key.getKey(), new SecretKeySpec(key.getValue(), "AES"));
      last = key.getKey();
    }
    this.current = last;
  }

  /// Id of the key that seals.
  public String keyId() {
    return current;
  }

  public static boolean isSealed(String text) {
    return text.startsWith(PREFIX);
  }

  /// Whether a text is sealed with the key that seals now.
  public boolean isCurrent(String sealed) {
    return sealed.startsWith(PREFIX + current + ":");
  }

  /// @param purpose what it is for; has to be the same to open it
  public String seal(String text, String purpose) {
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    byte[] box = run(Cipher.ENCRYPT_MODE, current, nonce, purpose, text.getBytes(UTF_8));
    byte[] all = ByteBuffer.allocate(nonce.length + box.length).put(nonce).put(box).array();
    return PREFIX + current + ":" + Base64.getEncoder().encodeToString(all);
  }

  /// @throws IllegalStateException if its key is not here, or it was sealed for something else
  public String open(String sealed, String purpose) {
    int colon = sealed.indexOf(':', PREFIX.length());
    if (!isSealed(sealed) || colon < 0) {
      throw new IllegalStateException("what should be sealed for " + purpose + " is not");
    }
    String keyId = sealed.substring(PREFIX.length(), colon);
    byte[] all = Base64.getDecoder().decode(sealed.substring(colon + 1));
    byte[] nonce = Arrays.copyOf(all, NONCE_BYTES);
    byte[] box = Arrays.copyOfRange(all, NONCE_BYTES, all.length);
    return new String(run(Cipher.DECRYPT_MODE, keyId, nonce, purpose, box), UTF_8);
  }

  private byte[] run(int mode, String keyId, byte[] nonce, String purpose, byte[] bytes) {
    SecretKeySpec key = keys.get(keyId);
    if (key == null) {
      throw new IllegalStateException(
          "the key '%s' that %s is sealed with is not here: keys are %s; bring back its key file"
              .formatted(keyId, purpose, keys.keySet()));
    }
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(purpose.getBytes(UTF_8));
      return cipher.doFinal(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "what is sealed for %s does not open with key '%s': it was changed, or sealed for something else"
              .formatted(purpose, keyId),
          e);
    }
  }

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "Vault" + keys.keySet();
  }
}
