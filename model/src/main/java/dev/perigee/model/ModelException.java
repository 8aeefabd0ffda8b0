package dev.perigee.model;

/// A value that breaks a rule of the vocabulary. The message says what is wrong, with values and
/// units, and what is allowed.
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  /// Throws unless `holds`; the message is only built for a failure.
  public static void require(boolean holds, String what, Object value) {
    if (!holds) {
      throw new ModelException(what + ", got " + value);
    }
  }
}
