package dev.perigee.energy;

import dev.perigee.model.ledger.Money;
import java.time.LocalDate;

/// Prices of one region on one day, in pico-dollars (1e-12 USD), all integers. A GB of memory is
/// 2^30 bytes, one that is sent or stored 1e9.
///
/// @param date day on which these were the prices
/// @param source where they were published
/// @param region whose prices they are
/// @param invocationPicoUsd per invocation
/// @param computePicoUsdPerGbS per GB-second of memory reserved
/// @param granularityNs durations are billed in whole multiples of this, rounded up
/// @param transferPicoUsdPerByte per byte that leaves over a wide-area network
/// @param statePicoUsdPerOperation per read or write of state
/// @param statePicoUsdPerByte per byte of state read or written
public record PriceCatalogue(
    LocalDate date,
    String source,
    String region,
    long invocationPicoUsd,
    long computePicoUsdPerGbS,
    long granularityNs,
    long transferPicoUsdPerByte,
    long statePicoUsdPerOperation,
    long statePicoUsdPerByte) {

  /// 10 USD per invocation, GB-second or operation; more is taken for a mistake. With it the bill
  /// of the largest function at its longest stays in range.
  public static final long PRICE_PICO_USD_MAX = 10_000_000_000_000L;

  /// 1,000 USD per GB.
  public static final long PRICE_PICO_USD_PER_BYTE_MAX = 1_000_000;

  private static final long MB_PER_GB = 1_024;
  private static final long US_PER_S = 1_000_000;

  /// List prices of AWS in us-east-1: 0.20 USD per million requests, 0.0000166667 USD per GB-s on
  /// x86 in steps of 1 ms, 0.09 USD per GB that leaves, 0.25 USD per million reads of DynamoDB on
  /// demand (until November 2024). 128 MB for 1 ms are 0.2 + 0.002083 micro-dollars.
  public static final PriceCatalogue AWS_LIKE =
      new PriceCatalogue(
          LocalDate.of(2025, 1, 1),
          "AWS list prices, x86, first tier, without the free tier",
          "us-east-1",
          200_000,
          16_666_700,
          1_000_000,
          90,
          250_000,
          0);

  public PriceCatalogue {
    EnergyException.within("invocationPicoUsd", invocationPicoUsd, PRICE_PICO_USD_MAX);
    EnergyException.within("computePicoUsdPerGbS", computePicoUsdPerGbS, PRICE_PICO_USD_MAX);
    if (granularityNs < 1_000 || granularityNs % 1_000 != 0) {
      throw new EnergyException(
          "granularityNs must be whole micro-seconds, at least one, got " + granularityNs);
    }
    EnergyException.within(
        "transferPicoUsdPerByte", transferPicoUsdPerByte, PRICE_PICO_USD_PER_BYTE_MAX);
    EnergyException.within(
        "statePicoUsdPerOperation", statePicoUsdPerOperation, PRICE_PICO_USD_MAX);
    EnergyException.within("statePicoUsdPerByte", statePicoUsdPerByte, PRICE_PICO_USD_PER_BYTE_MAX);
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

  /// Whole steps x MiB x price, half even at the pico-dollar.
  long computePicoUsd(int memoryMb, long billedNs) {
    EnergyException.nonNegative("memoryMb", (long) memoryMb);
    EnergyException.nonNegative("billedNs", billedNs);
    long steps = Math.ceilDiv(billedNs, granularityNs);
    long us = Math.multiplyExact(steps, granularityNs / 1_000);
    long picoUsdMb = Math.multiplyExact(memoryMb, computePicoUsdPerGbS);
    return Rounding.halfEven(us, picoUsdMb, MB_PER_GB * US_PER_S);
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
