package dev.perigee.platform.tls;

import java.util.List;

/// A certificate or its key can't be used.
public final class CertificateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final List<String> problems;

  CertificateException(List<String> problems) {
    super(String.join("; ", problems));
    this.problems = List.copyOf(problems);
  }

  /// All that is wrong, one line each: what, why, how to fix.
  public List<String> problems() {
    return problems;
  }
}
