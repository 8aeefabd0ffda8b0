package dev.perigee.platform.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/// A private key, and the certificates from the server's own up.
record ServerIdentity(PrivateKey key, List<X509Certificate> chain) {

  ServerIdentity {
    chain = List.copyOf(chain);
  }

  X509Certificate own() {
    return chain.getFirst();
  }

  Instant goodUntil() {
    return own().getNotAfter().toInstant();
  }

  X509Certificate[] array() {
    return chain.toArray(new X509Certificate[0]);
  }

  /// Whether a certificate is about a key: what that signs, this verifies.
  static boolean belong(PrivateKey key, X509Certificate certificate) {
    String algorithm = key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] text = "perigee".getBytes(UTF_8);
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(certificate.getPublicKey());
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException _) {
      return false;
    }
  }

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "ServerIdentity[" + own().getSubjectX500Principal() + ", until " + goodUntil() + "]";
  }
}
