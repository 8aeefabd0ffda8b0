package dev.perigee.energy;

import dev.perigee.model.ledger.Money;
import java.time.LocalDate;

/// Prices from a day on, in pico-dollars (1e-12 USD), all integers.
///
/// @param name whose prices
/// @param validFrom first day that they hold
/// @param invocationPicoUsd per invocation
/// @param computePicoUsdPerGbS per GiB-second of memory reserved
/// @param granularityNs durations are billed in whole multiples of this, rounded up
/// @param transferPicoUsdPerByte per byte that leaves over a wide-area network
/// @param statePicoUsdPerOperation per read or write of state
/// @param statePicoUsdPerByte per byte of state read or written
public record PriceCatalogue(
    String name,
    LocalDate validFrom,
    long invocationPicoUsd,
    long computePicoUsdPerGbS,
    long granularityNs,
    long transferPicoUsdPerByte,
    long statePicoUsdPerOperation,
    long statePicoUsdPerByte) {

  private static final long MB_PER_GB = 1_024;
  private static final long NS_PER_S = 1_000_000_000L;

  /// List prices of AWS in us-east-1: 0.20 USD per million requests, 0.0000166667 USD per GB-s on
  /// x86 in steps of 1 ms (since December 2020), 0.09 USD per GB that leaves, 0.25 USD per million
  /// reads of DynamoDB on demand. 128 MB for 1 ms are 0.2 + 0.002083 micro-dollars.
  public static final PriceCatalogue AWS_LIKE =
      new PriceCatalogue(
          "aws-us-east-1",
          LocalDate.of(2020, 12, 1),
          200_000,
          16_666_700,
          1_000_000,
          90,
          250_000,
          0);

  public PriceCatalogue {
    EnergyException.nonNegative("invocationPicoUsd", invocationPicoUsd);
    EnergyException.nonNegative("computePicoUsdPerGbS", computePicoUsdPerGbS);
    if (granularityNs < 1_000 || granularityNs % 1_000 != 0) {
      throw new EnergyException(
          "granularityNs must be whole micro-seconds, at least one, got " + granularityNs);
    }
    EnergyException.nonNegative("transferPicoUsdPerByte", transferPicoUsdPerByte);
    EnergyException.nonNegative("statePicoUsdPerOperation", statePicoUsdPerOperation);
    EnergyException.nonNegative("statePicoUsdPerByte", statePicoUsdPerByte);
  }

  /// The bill of one invocation.
  ///
  /// @param billedNs how long the handler ran
  /// @param wanBytes bytes that left over a wide-area network
  /// @param state what it read and wrote
  /// @param servicesPicoUsd what other services asked for, already in money
  public Money bill(
      int memoryMb, long billedNs, long wanBytes, StateUse state, long servicesPicoUsd) {
    return new Money(
        invocationPicoUsd,
        computePicoUsd(memoryMb, billedNs),
        Math.multiplyExact(
            EnergyException.nonNegative("wanBytes", wanBytes), transferPicoUsdPerByte),
        Math.addExact(
            Math.multiplyExact(state.operations(), statePicoUsdPerOperation),
            Math.multiplyExact(state.bytes(), statePicoUsdPerByte)),
        EnergyException.nonNegative("servicesPicoUsd", servicesPicoUsd));
  }

  /// The bill of an invocation that neither leaves its site nor touches state or services.
  public Money bill(int memoryMb, long billedNs) {
    return bill(memoryMb, billedNs, 0, StateUse.NONE, 0);
  }

  /// Whole steps x MiB x price, half even at the pico-dollar. Seconds and the rest of a second are
  /// billed apart, so that no product leaves 64 bits: 15 minutes at 32 GiB are 5e14.
  long computePicoUsd(int memoryMb, long billedNs) {
    EnergyException.nonNegative("memoryMb", (long) memoryMb);
    EnergyException.nonNegative("billedNs", billedNs);
    long steps = Math.ceilDiv(billedNs, granularityNs);
    long ns = Math.multiplyExact(steps, granularityNs);
    long priceMb = Math.multiplyExact(memoryMb, computePicoUsdPerGbS);
    long wholeS = Math.multiplyExact(ns / NS_PER_S, priceMb);
    long restUs = Math.multiplyExact(ns % NS_PER_S / 1_000, priceMb);
    // What is rounded keeps the lowest bit of the quotient, or halves would go to an even part of
    // it, not of the sum.
    long evenPicoUsd = wholeS / MB_PER_GB & ~1L;
    long restS = wholeS - evenPicoUsd * MB_PER_GB;
    long numerator = Math.addExact(restS * 1_000_000L, restUs);
    return Math.addExact(evenPicoUsd, Rounding.halfEven(numerator, MB_PER_GB * 1_000_000L));
  }

  /// Reads and writes of state by one invocation.
  public record StateUse(long operations, long bytes) {
    public static final StateUse NONE = new StateUse(0, 0);

    public StateUse {
      EnergyException.nonNegative("operations", operations);
      EnergyException.nonNegative("bytes", bytes);
    }
  }
}
