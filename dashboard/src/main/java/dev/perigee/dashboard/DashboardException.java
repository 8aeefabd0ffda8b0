package dev.perigee.dashboard;

/// The build is incomplete: a file of the page is missing.
public final class DashboardException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DashboardException(String message) {
    super(message);
  }
}
