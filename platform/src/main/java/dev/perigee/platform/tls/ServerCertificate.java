package dev.perigee.platform.tls;

import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;

/// The certificate that a server shows. Looks by itself whether its files have changed, whenever
/// [#look] is called: a renewal that is good is taken, a bad one is told of and the old one stays.
/// Thread-safe.
public final class ServerCertificate {
  private static final int[] WARN_DAYS = {1, 7, 30};

  private final CertificateFiles files;
  private final Supplier<Instant> now;
  private final Consumer<String> report;
  private final CurrentKey key;
  private final SSLContext context;
  private String stamp;
  private long warnedDays = Long.MAX_VALUE;
  private volatile String problem = "";

  private ServerCertificate(
      CertificateFiles files, Supplier<Instant> now, Consumer<String> report) {
    this.files = files;
    this.now = now;
    this.report = report;
    this.stamp = files.stamp();
    this.key = new CurrentKey(files.read(now.get()));
    this.context = context(key);
    warn();
  }

  /// Reads a certificate and its key.
  ///
  /// @param report is told of renewals and of what will expire
  /// @throws CertificateException with everything that is wrong with them
  public static ServerCertificate open(
      CertificateFiles files, Supplier<Instant> now, Consumer<String> report) {
    return new ServerCertificate(files, now, report);
  }

  private static SSLContext context(CurrentKey key) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has TLS", e);
    }
  }

  /// What new connections are made with.
  public SSLContext context() {
    return context;
  }

  /// Takes what was renewed, and warns of what will expire.
  public synchronized void look() {
    String found = files.stamp();
    if (!found.equals(stamp)) {
      stamp = found;
      renew();
    }
    warn();
  }

  private void renew() {
    try {
      key.set(files.read(now.get()));
      problem = "";
      warnedDays = Long.MAX_VALUE;
      report.accept("the certificate was renewed: good until " + goodUntil());
    } catch (CertificateException e) {
      problem = String.valueOf(e.getMessage());
      report.accept(
          "the renewed certificate can't be used, the old one stays (good until %s): %s"
              .formatted(goodUntil(), problem));
    }
  }

  /// Once per threshold.
  private void warn() {
    long days = left().toDays();
    for (int threshold : WARN_DAYS) {
      if (days < threshold) {
        if (threshold < warnedDays) {
          warnedDays = threshold;
          report.accept(
              "the certificate is good for less than %d days, until %s: renew %s"
                  .formatted(threshold, goodUntil(), files.certificate()));
        }
        return;
      }
    }
  }

  public Instant goodUntil() {
    return key.get().goodUntil();
  }

  /// Below zero once it has expired.
  private Duration left() {
    return Duration.between(now.get(), goodUntil());
  }

  /// Whether nothing has to be done soon.
  public boolean isWell() {
    return problem.isEmpty() && left().toDays() >= WARN_DAYS[1];
  }

  /// How it is, in words.
  public String detail() {
    String until = "good until " + goodUntil();
    return problem.isEmpty() ? until : until + "; its renewal can't be used: " + problem;
  }
}
