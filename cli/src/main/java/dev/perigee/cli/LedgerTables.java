package dev.perigee.cli;

import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parts of the ledger for people: milligrams and micro-dollars, three digits.
final class LedgerTables {
  private static final int G_TO_MG = 3;
  private static final int USD_TO_MICRO_USD = 6;

  private LedgerTables() {}

  static Table entries(List<Map<String, @Nullable Object>> entries) {
    Table table =
        new Table(
            "STARTED",
            "FUNCTION",
            "NODE",
            "OUTCOME",
            "COLD",
            "MS",
            "J",
            "MG_CO2E",
            "MICRO_USD",
            "STATE",
            "DECISION");
    for (Map<String, @Nullable Object> entry : entries) {
      table.row(
          Figures.exact(entry.get("startedUtc")),
          Figures.exact(entry.get("function")),
          Figures.exact(entry.get("node")),
          Figures.exact(entry.get("outcome")),
          Boolean.TRUE.equals(entry.get("coldStart")) ? "cold" : "",
          Figures.three(entry.get("durationMs")),
          Figures.three(entry.get("energyJ")),
          Figures.scaled(entry.get("carbonGrams"), G_TO_MG),
          Figures.scaled(entry.get("costUsd"), USD_TO_MICRO_USD),
          Figures.exact(entry.get("state")),
          Figures.exact(entry.get("decisionId")));
    }
    return table;
  }

  static Table rollup(String key, List<Map<String, @Nullable Object>> rows) {
    Table table =
        new Table(
            key, "INVOCATIONS", "ERRORS", "COLD", "CPU_S", "GB_S", "J", "MG_CO2E", "MICRO_USD");
    for (Map<String, @Nullable Object> row : rows) {
      table.row(
          Figures.exact(row.get("key")),
          Figures.exact(row.get("invocations")),
          Figures.exact(row.get("errors")),
          Figures.exact(row.get("coldStarts")),
          Figures.three(row.get("cpuS")),
          Figures.three(row.get("memoryGbS")),
          Figures.three(row.get("energyJ")),
          Figures.scaled(row.get("carbonGrams"), G_TO_MG),
          Figures.scaled(row.get("costUsd"), USD_TO_MICRO_USD));
    }
    return table;
  }
}
