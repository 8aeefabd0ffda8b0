package dev.perigee.platform.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Gives each new connection the identity that is current then; those that are open keep theirs.
final class CurrentKey extends X509ExtendedKeyManager {
  private volatile Numbered current;
  private volatile Numbered before;

  /// A handshake asks for key and certificates one after the other, by their number.
  private record Numbered(int number, ServerIdentity identity) {}

  CurrentKey(ServerIdentity first) {
    this.current = new Numbered(0, first);
    this.before = current;
  }

  ServerIdentity get() {
    return current.identity();
  }

  void set(ServerIdentity renewed) {
    before = current;
    current = new Numbered(before.number() + 1, renewed);
  }

  private ServerIdentity of(String alias) {
    Numbered old = before;
    return alias.equals(Integer.toString(old.number())) ? old.identity() : current.identity();
  }

  private @Nullable String alias(String keyType) {
    Numbered now = current;
    String algorithm = now.identity().own().getPublicKey().getAlgorithm();
    return keyType.equals(algorithm) || keyType.startsWith(algorithm + "_")
        ? Integer.toString(now.number())
        : null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return alias(keyType);
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return alias(keyType);
  }

  @Override
  public String[] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = alias(keyType);
    return alias == null ? new String[0] : new String[] {alias};
  }

  @Override
  public X509Certificate[] getCertificateChain(String alias) {
    return of(alias).array();
  }

  @Override
  public PrivateKey getPrivateKey(String alias) {
    return of(alias).key();
  }

  @Override
  public String[] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return new String[0];
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
