package dev.perigee.bench.ledger;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Adds a ledger up again and notes what does not hold.
public final class LedgerCheck {
  private static final List<String> ENERGY =
      List.of("cpuJ", "memoryJ", "gpuJ", "networkJ", "idleJ", "platformJ");
  private static final List<String> CARBON =
      List.of("operationGrams", "transmissionGrams", "embodiedGrams");
  private static final List<String> MONEY =
      List.of("invocationUsd", "computeUsd", "transferUsd", "stateUsd", "servicesUsd");
  private static final BigDecimal INVOCATION_USD = new BigDecimal("0.0000002");
  private static final BigDecimal COMPUTE_USD_PER_GB_S = new BigDecimal("0.0000166667");
  private static final double RELATIVE = 1e-9;
  private static final double NANO_GRAM = 1.01e-9;
  private static final double PICO_USD = 1.01e-12;
  private static final int FAULTS_SHOWN = 20;

  private final List<String> faults = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();
  private BigDecimal settledJ = BigDecimal.ZERO;
  private BigDecimal attributedJ = BigDecimal.ZERO;
  private BigDecimal energyJ = BigDecimal.ZERO;
  private long okCount;
  private long errorCount;
  private long throttledCount;
  private long openCount;
  private int faultCount;

  private LedgerCheck() {}

  /// What a ledger says.
  ///
  /// @param openCount entries that are not settled yet
  /// @param energyJ of all nodes
  /// @param faults what does not hold, the first few
  public record Verdict(
      long okCount,
      long errorCount,
      long throttledCount,
      long openCount,
      double energyJ,
      double attributedJ,
      int faultCount,
      List<String> faults) {

    public boolean holds() {
      return faultCount == 0;
    }
  }

  public static Verdict of(InputStream json) {
    LedgerCheck check = new LedgerCheck();
    JsonRows.read(json, check::row);
    check.near("sum of settled energyJ", check.settledJ, check.attributedJ, 0);
    return new Verdict(
        check.okCount,
        check.errorCount,
        check.throttledCount,
        check.openCount,
        check.energyJ.doubleValue(),
        check.attributedJ.doubleValue(),
        check.faultCount,
        List.copyOf(check.faults));
  }

  private void row(String list, Map<String, String> row) {
    switch (list) {
      case "entries" -> entry(row);
      case "nodes" -> node(row);
      default -> fault("unknown list " + list);
    }
  }

  private void entry(Map<String, String> entry) {
    String id = entry.getOrDefault("invocationId", "");
    if (!ids.add(id)) {
      fault("invocation " + id + " is there twice");
    }
    boolean throttled = count(entry.getOrDefault("outcome", ""));
    sum(entry, "energyJ", ENERGY);
    sum(entry, "carbonGrams", CARBON);
    sum(entry, "costUsd", MONEY);
    BigDecimal operation =
        number(entry, "energyJ")
            .multiply(number(entry, "pue"))
            .multiply(number(entry, "intensityGramsPerKwh"))
            .divide(BigDecimal.valueOf(3_600_000), 18, RoundingMode.HALF_EVEN);
    near("operationGrams of " + id, number(entry, "operationGrams"), operation, NANO_GRAM);
    if (!throttled) {
      money(id, entry);
    }
    if ("settled".equals(entry.get("state"))) {
      settledJ = settledJ.add(number(entry, "energyJ"));
    } else {
      openCount++;
    }
  }

  /// Whether it was throttled.
  private boolean count(String outcome) {
    switch (outcome) {
      case "ok" -> okCount++;
      case "throttled" -> throttledCount++;
      default -> errorCount++;
    }
    return "throttled".equals(outcome);
  }

  private void money(String id, Map<String, String> entry) {
    BigDecimal ms = number(entry, "durationMs").setScale(0, RoundingMode.CEILING);
    BigDecimal gb = number(entry, "memoryMb").divide(BigDecimal.valueOf(1_024));
    BigDecimal compute = COMPUTE_USD_PER_GB_S.multiply(gb).multiply(ms).movePointLeft(3);
    near("invocationUsd of " + id, number(entry, "invocationUsd"), INVOCATION_USD, 0);
    near("computeUsd of " + id, number(entry, "computeUsd"), compute, PICO_USD);
  }

  private void node(Map<String, String> node) {
    String name = node.getOrDefault("node", "");
    BigDecimal attributed = number(node, "attributedJ");
    BigDecimal parts = attributed.add(number(node, "unattributedJ"));
    near("energyJ of node " + name, number(node, "energyJ"), parts, 0);
    attributedJ = attributedJ.add(attributed);
    energyJ = energyJ.add(number(node, "energyJ"));
  }

  private void sum(Map<String, String> row, String total, List<String> parts) {
    BigDecimal sum = BigDecimal.ZERO;
    for (String part : parts) {
      sum = sum.add(number(row, part));
    }
    near(total + " of " + row.get("invocationId"), number(row, total), sum, 0);
  }

  private void near(String what, BigDecimal is, BigDecimal shouldBe, double slack) {
    double allowed = slack + RELATIVE * shouldBe.abs().doubleValue();
    if (is.subtract(shouldBe).abs().doubleValue() > allowed) {
      fault("%s is %s, should be %s".formatted(what, is.toPlainString(), shouldBe.toPlainString()));
    }
  }

  private BigDecimal number(Map<String, String> row, String name) {
    String value = row.get(name);
    if (value == null) {
      fault(name + " is missing in " + row.get("invocationId"));
      return BigDecimal.ZERO;
    }
    return new BigDecimal(value);
  }

  private void fault(String text) {
    faultCount++;
    if (faults.size() < FAULTS_SHOWN) {
      faults.add(text);
    }
  }
}
