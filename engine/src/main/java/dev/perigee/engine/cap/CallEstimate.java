package dev.perigee.engine.cap;

import dev.perigee.model.function.FunctionSpec;
import java.util.Collection;

/// What one more call of a function will take at most, as far as one can know: a bound from its
/// memory and timeout until a call has ended, then the most that calls took, which fades slowly.
/// Not thread-safe.
public final class CallEstimate {
  /// Of the distance between the estimate and a call that took less, one in so many is given up.
  private static final int FADE = 32;

  /// More than the part of any machine that one call has.
  private static final long BOUND_W = 200;

  /// Twice the carbon of the dirtiest grids, for what comes on top of operation.
  private static final long BOUND_NANO_GRAMS_PER_MICRO_J = 1;

  private static final long BOUND_PICO_USD = 1_000_000;
  private static final long BOUND_PICO_USD_PER_GB_S = 50_000_000;
  private static final long BOUND_EGRESS_BYTES = 6_291_556;

  private final long[] each;
  private final boolean[] known = new boolean[Amount.COUNT];

  /// Nothing but that it is a call.
  private CallEstimate() {
    each = new long[Amount.COUNT];
    each[Amount.INVOCATIONS.ordinal()] = 1;
  }

  public CallEstimate(FunctionSpec function) {
    long nanoGbS = function.memoryMb() * (function.timeoutMs() * 1_000_000L) / 1_024;
    long microJ = function.timeoutMs() * BOUND_W * 1_000;
    each = new long[Amount.COUNT];
    each[Amount.INVOCATIONS.ordinal()] = 1;
    each[Amount.COST.ordinal()] =
        BOUND_PICO_USD + nanoGbS / 1_000 * BOUND_PICO_USD_PER_GB_S / 1_000_000;
    each[Amount.MEMORY_TIME.ordinal()] = nanoGbS;
    each[Amount.ENERGY.ordinal()] = microJ;
    each[Amount.CARBON.ordinal()] = microJ * BOUND_NANO_GRAMS_PER_MICRO_J;
    each[Amount.EGRESS.ordinal()] = BOUND_EGRESS_BYTES;
  }

  /// The least that a call of several functions takes, amount by amount.
  public static CallEstimate least(Collection<CallEstimate> estimates) {
    CallEstimate least = new CallEstimate();
    for (CallEstimate estimate : estimates) {
      least.lower(estimate);
    }
    return least;
  }

  private void lower(CallEstimate other) {
    for (int i = 0; i < each.length; i++) {
      if (other.known[i]) {
        each[i] = known[i] ? Math.min(each[i], other.each[i]) : other.each[i];
        known[i] = true;
      }
    }
  }

  /// Whether a call has shown what it takes of an amount, so that the estimate is more than a
  /// bound.
  boolean isKnown(int amount) {
    return known[amount];
  }

  long of(int amount) {
    return each[amount];
  }

  /// A call has ended and all that it took is final.
  ///
  /// @param taken one number per amount
  public void learn(long[] taken) {
    learnAnswered(taken);
    learnSettled(taken);
  }

  /// A call has ended; what is settled later is not learnt yet.
  ///
  /// @param taken one number per amount
  public void learnAnswered(long[] taken) {
    learn(taken, false);
  }

  /// The metering window of a call has closed.
  ///
  /// @param taken one number per amount
  public void learnSettled(long[] taken) {
    learn(taken, true);
  }

  private void learn(long[] taken, boolean settledLater) {
    for (Amount amount : Amount.values()) {
      int i = amount.ordinal();
      if (amount.isSettledLater() == settledLater) {
        long distance = each[i] - taken[i];
        each[i] = !known[i] || distance <= 0 ? taken[i] : each[i] - distance / FADE;
        known[i] = true;
      }
    }
  }
}
