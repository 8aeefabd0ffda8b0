package dev.perigee.model;

/// A value that breaks a rule of the vocabulary. The message says what is wrong, with values and
/// units, and what is allowed.
public final class ModelException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelException(String message) {
    super(message);
  }

  /// What a booked amount may be at most, in its unit: sums of eight of them stay in 64 bits. In
  /// micro-joules that is what a power station of 1 GW gives in 19 minutes.
  public static final long AMOUNT_MAX = Long.MAX_VALUE / 8;

  /// Throws unless `amount` is one that can be booked.
  public static void requireAmount(String name, long amount) {
    if (amount < 0 || amount > AMOUNT_MAX) {
      throw new ModelException(name + " must be 0.." + AMOUNT_MAX + ", got " + amount);
    }
  }

  /// Throws unless `holds`; the message is only built for a failure.
  public static void require(boolean holds, String what, Object value) {
    if (!holds) {
      throw new ModelException(what + ", got " + value);
    }
  }
}
