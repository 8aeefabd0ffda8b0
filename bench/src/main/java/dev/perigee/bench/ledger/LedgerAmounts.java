package dev.perigee.bench.ledger;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Map;
import java.util.TreeMap;

/// What the entries of a ledger took, refused ones left out.
///
/// @param each by the name that caps have for an amount
/// @param openCount entries that are not settled yet
public record LedgerAmounts(Map<String, BigDecimal> each, long openCount) {
  private static final BigDecimal MB_MS_PER_GB_S = BigDecimal.valueOf(1_024_000);

  public static LedgerAmounts of(InputStream json) {
    Map<String, BigDecimal> each = new TreeMap<>();
    long[] openCount = {0};
    JsonRows.read(
        json,
        (list, row) -> {
          if (list.equals("entries") && !"throttled".equals(row.get("outcome"))) {
            add(each, row);
            openCount[0] += "settled".equals(row.get("state")) ? 0 : 1;
          }
        });
    return new LedgerAmounts(each, openCount[0]);
  }

  private static void add(Map<String, BigDecimal> each, Map<String, String> row) {
    BigDecimal mbMs = number(row, "memoryMb").multiply(number(row, "durationMs"));
    each.merge("invocations", BigDecimal.ONE, BigDecimal::add);
    each.merge("costUsd", number(row, "costUsd"), BigDecimal::add);
    each.merge("gbS", mbMs.divide(MB_MS_PER_GB_S, MathContext.DECIMAL64), BigDecimal::add);
    each.merge("energyJ", number(row, "energyJ"), BigDecimal::add);
    each.merge("carbonGrams", number(row, "carbonGrams"), BigDecimal::add);
    each.merge("egressBytes", number(row, "bytesOut"), BigDecimal::add);
  }

  private static BigDecimal number(Map<String, String> row, String name) {
    return new BigDecimal(row.getOrDefault(name, "0"));
  }

  public BigDecimal of(String amount) {
    return each.getOrDefault(amount, BigDecimal.ZERO);
  }

  /// The mean of a call.
  public BigDecimal mean(String amount) {
    return of(amount).divide(of("invocations"), MathContext.DECIMAL32);
  }
}
