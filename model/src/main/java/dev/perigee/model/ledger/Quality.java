package dev.perigee.model.ledger;

/// Where the energy figures of an entry come from.
public enum Quality {
  /// A meter of the hardware, such as RAPL.
  MEASURED,
  /// The documented power model, fed with measured CPU time.
  MODELLED;

  public String text() {
    return this == MEASURED ? "measured" : "modelled";
  }
}
