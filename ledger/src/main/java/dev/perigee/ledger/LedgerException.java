package dev.perigee.ledger;

/// Something about the ledger's bytes or its use that must not go on: a block of a newer version,
/// rows that can't be written, text that is no point in time. The message says what failed with
/// values, why, and what to do.
public final class LedgerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public LedgerException(String message) {
    super(message);
  }
}
