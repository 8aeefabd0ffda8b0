package dev.perigee.cli.backup;

/// A backup that can't be taken or laid out: what, why, how to fix.
public final class BackupException extends RuntimeException {
  private static final long serialVersionUID = 1;

  BackupException(String message) {
    super(message);
  }
}
