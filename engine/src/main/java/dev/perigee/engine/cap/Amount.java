package dev.perigee.engine.cap;

import dev.perigee.model.ledger.LedgerEntry;
import java.util.Arrays;
import java.util.Optional;

/// What can be capped, each in the integer unit that it is added up in.
public enum Amount {
  INVOCATIONS("invocations", 0),
  COST("costUsd", 12),
  MEMORY_TIME("gbS", 9),
  ENERGY("energyJ", 6),
  CARBON("carbonGrams", 9),
  EGRESS("egressBytes", 0);

  static final int COUNT = values().length;
  private static final int MB_PER_GB = 1_024;

  private final String text;
  private final int decimals;

  Amount(String text, int decimals) {
    this.text = text;
    this.decimals = decimals;
  }

  /// The name in requests.
  public String text() {
    return text;
  }

  /// Digits after the point that the unit of the name has in the integer unit: 12 for dollars that
  /// are counted in pico-dollars.
  public int decimals() {
    return decimals;
  }

  /// Whether it is final only when the metering window of the invocation has closed.
  boolean isSettledLater() {
    return this == ENERGY || this == CARBON;
  }

  public static Optional<Amount> of(String text) {
    return Arrays.stream(values()).filter(amount -> amount.text.equals(text)).findFirst();
  }

  /// What an invocation took, one number per amount.
  public static long[] taken(LedgerEntry entry) {
    long[] taken = new long[COUNT];
    taken[INVOCATIONS.ordinal()] = 1;
    taken[COST.ordinal()] = entry.money().totalPicoUsd();
    taken[MEMORY_TIME.ordinal()] = entry.memoryMb() * entry.phases().handlerNs() / MB_PER_GB;
    taken[ENERGY.ordinal()] = entry.energy().totalMicroJ();
    taken[CARBON.ordinal()] = entry.carbon().totalNanoGramsCo2e();
    taken[EGRESS.ordinal()] = entry.bytesOut();
    return taken;
  }
}
