package dev.perigee.platform.tls;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where a certificate and its key lie, in PEM.
///
/// @param certificate the server's own first, then those that signed it
public record CertificateFiles(Path certificate, Path key) {

  /// @throws CertificateException with everything that is wrong
  ServerIdentity read(Instant now) {
    List<String> problems = new ArrayList<>();
    List<X509Certificate> chain = chain(problems);
    Optional<Pem> block = keyBlock(problems);
    Optional<PrivateKey> privateKey =
        block.flatMap(pem ->
            chain.isEmpty() ? Optional.<PrivateKey>empty() : privateKey(pem, chain, problems));
    if (!chain.isEmpty()) {
      checkTimes(chain.getFirst(), now, problems);
      checkOrder(chain, privateKey, problems);
    }
    if (!problems.isEmpty() || privateKey.isEmpty()) {
      throw new CertificateException(problems);
    }
    return new ServerIdentity(privateKey.get(), chain);
  }

  /// What changes when the files do.
  String stamp() {
    return stamp(certificate) + " " + stamp(key);
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file) + "/" + Files.size(file) + "/" + file.toRealPath();
    } catch (IOException _) {
      return "gone";
    }
  }

  private static List<Pem> blocks(Path file, String option, List<String> problems) {
    try {
      return Pem.blocks(Files.readString(file, ISO_8859_1));
    } catch (IOException e) {
      problems.add(
          "%s %s can't be read (%s): look at its name, owner and mode"
              .formatted(option, file, e.getClass().getSimpleName()));
    } catch (IllegalArgumentException e) {
      problems.add("%s %s is damaged: %s".formatted(option, file, e.getMessage()));
    }
    return List.of();
  }

  private List<X509Certificate> chain(List<String> problems) {
    int before = problems.size();
    List<X509Certificate> chain = new ArrayList<>();
    for (Pem block : blocks(certificate, "--tls-cert", problems)) {
      if (block.isCertificate()) {
        try {
          chain.add(
              (X509Certificate)
                  CertificateFactory.getInstance("X.509")
                      .generateCertificate(new ByteArrayInputStream(block.der())));
        } catch (GeneralSecurityException e) {
          problems.add("--tls-cert %s is damaged: %s".formatted(certificate, e.getMessage()));
        }
      }
    }
    if (chain.isEmpty() && problems.size() == before) {
      problems.add(
          "--tls-cert %s holds no certificate: give a PEM file with -----BEGIN CERTIFICATE-----"
              .formatted(certificate));
    }
    return chain;
  }

  private Optional<Pem> keyBlock(List<String> problems) {
    int before = problems.size();
    Optional<Pem> found =
        blocks(key, "--tls-key", problems).stream().filter(Pem::isKey).findFirst();
    if (found.isEmpty() && problems.size() == before) {
      problems.add(
          "--tls-key %s holds no key: give a PEM file with -----BEGIN PRIVATE KEY-----"
              .formatted(key));
    }
    if (found.isPresent() && found.get().encrypted()) {
      problems.add(
          "--tls-key %s is encrypted: write it in the clear, readable by its owner only, with openssl pkey -in %s -out FILE"
              .formatted(key, key));
      return Optional.empty();
    }
    return found;
  }

  /// Keys of the older forms say no algorithm: it is that of the certificate.
  private Optional<PrivateKey> privateKey(
      Pem block, List<X509Certificate> chain, List<String> problems) {
    for (X509Certificate each : chain) {
      String algorithm = each.getPublicKey().getAlgorithm();
      byte[] pkcs8 =
          block.label().equals("PRIVATE KEY")
              ? block.der()
              : Der.pkcs8(block.der(), each.getPublicKey().getEncoded());
      try {
        return Optional.of(
            KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(pkcs8)));
      } catch (GeneralSecurityException _) {
        // Perhaps that of another certificate.
      }
    }
    problems.add(
        "--tls-key %s is damaged, or no RSA or EC key as --tls-cert %s needs it"
            .formatted(key, certificate));
    return Optional.empty();
  }

  private void checkTimes(X509Certificate own, Instant now, List<String> problems) {
    if (own.getNotAfter().toInstant().isBefore(now)) {
      problems.add(
          "--tls-cert %s has expired at %s: renew it"
              .formatted(certificate, own.getNotAfter().toInstant()));
    }
    if (own.getNotBefore().toInstant().isAfter(now)) {
      problems.add(
          "--tls-cert %s is good from %s only: look at the clock of this machine"
              .formatted(certificate, own.getNotBefore().toInstant()));
    }
  }

  private void checkOrder(
      List<X509Certificate> chain, Optional<PrivateKey> privateKey, List<String> problems) {
    if (privateKey.isPresent() && !ServerIdentity.belong(privateKey.get(), chain.getFirst())) {
      boolean isLater =
          chain.stream().anyMatch(each -> ServerIdentity.belong(privateKey.get(), each));
      problems.add(
          isLater
              ? "--tls-cert %s has the wrong order: the server's own certificate comes first"
                  .formatted(certificate)
              : "--tls-key %s is not the key of --tls-cert %s".formatted(key, certificate));
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        problems.add(
            "--tls-cert %s has the wrong order: certificate %d (%s) did not sign the one before it"
                .formatted(certificate, i + 1, chain.get(i).getSubjectX500Principal()));
      }
    }
  }
}
