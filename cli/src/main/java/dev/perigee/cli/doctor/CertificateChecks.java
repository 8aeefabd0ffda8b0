package dev.perigee.cli.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/// How long the server's certificate is still good.
public final class CertificateChecks {
  private static final Duration SOON = Duration.ofDays(14);

  private CertificateChecks() {}

  /// @param file of the certificate, in PEM
  public static Check of(Path file, Instant now) {
    try (InputStream in = Files.newInputStream(file)) {
      X509Certificate certificate =
          (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
      return of(file, now, certificate.getNotAfter().toInstant());
    } catch (IOException | GeneralSecurityException e) {
      return Check.fatal("certificate", "%s can't be read: %s".formatted(file, e));
    }
  }

  static Check of(Path file, Instant now, Instant end) {
    if (end.isBefore(now)) {
      return Check.fatal("certificate", "%s ended at %s: renew it".formatted(file, end));
    }
    return end.isBefore(now.plus(SOON))
        ? Check.fault(
            "certificate",
            "%s ends at %s: renew it; a platform that is up takes the new one by itself"
                .formatted(file, end))
        : Check.good("certificate", "%s is good until %s".formatted(file, end));
  }
}
