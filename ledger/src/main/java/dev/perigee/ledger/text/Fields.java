package dev.perigee.ledger.text;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.UtcText;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.ledger.LedgerEntry;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/// The fields of the ledger's rows, in the order that scripts rely on.
final class Fields {
  private static final int MICRO = 6;
  private static final int NANO = 9;
  private static final int PICO = 12;

  static final List<Field<LedgerEntry>> ENTRY =
      List.of(
          text("invocationId", e -> e.invocationId().toString()),
          text("function", LedgerEntry::function),
          text("version", LedgerEntry::versionText),
          text("tenant", LedgerEntry::tenant),
          text("node", LedgerEntry::node),
          Field.text("startedUtc", (out, e) -> UtcText.append(out, e.startedUtcNs())),
          text("outcome", e -> e.outcome().text()),
          Field.number("coldStart", (out, e) -> out.append(e.coldStart())),
          decimal("durationMs", e -> e.phases().handlerNs(), MICRO),
          decimal("queueMs", e -> e.phases().queueNs(), MICRO),
          decimal("placeMs", e -> e.phases().placeNs(), MICRO),
          decimal("fetchMs", e -> e.phases().fetchNs(), MICRO),
          decimal("sandboxMs", e -> e.phases().sandboxNs(), MICRO),
          decimal("initMs", e -> e.phases().initNs(), MICRO),
          decimal("handlerMs", e -> e.phases().handlerNs(), MICRO),
          decimal("memoryMb", LedgerEntry::memoryMb, 0),
          decimal("cpuS", LedgerEntry::cpuNs, NANO),
          Field.number(
              "memoryGbS",
              (out, e) ->
                  Decimals.appendGbS(
                      out, Math.multiplyExact(e.memoryMb(), e.phases().handlerNs()))),
          decimal("bytesIn", LedgerEntry::bytesIn, 0),
          decimal("bytesOut", LedgerEntry::bytesOut, 0),
          decimal("cpuJ", e -> e.energy().cpuMicroJ(), MICRO),
          decimal("memoryJ", e -> e.energy().memoryMicroJ(), MICRO),
          decimal("gpuJ", e -> e.energy().gpuMicroJ(), MICRO),
          decimal("networkJ", e -> e.energy().networkMicroJ(), MICRO),
          decimal("idleJ", e -> e.energy().idleMicroJ(), MICRO),
          decimal("platformJ", e -> e.energy().platformMicroJ(), MICRO),
          decimal("energyJ", e -> e.energy().totalMicroJ(), MICRO),
          text("quality", e -> e.quality().text()),
          text("state", e -> e.settled() ? "settled" : "provisional"),
          Field.number(
              "intensityGramsPerKwh", (out, e) -> Decimals.append(out, e.intensityGramsPerKwh())),
          Field.number("pue", (out, e) -> Decimals.append(out, e.pue())),
          decimal("operationGrams", e -> e.carbon().operationNanoGramsCo2e(), NANO),
          decimal("transmissionGrams", e -> e.carbon().transmissionNanoGramsCo2e(), NANO),
          decimal("embodiedGrams", e -> e.carbon().embodiedNanoGramsCo2e(), NANO),
          decimal("carbonGrams", e -> e.carbon().totalNanoGramsCo2e(), NANO),
          decimal("invocationUsd", e -> e.money().invocationPicoUsd(), PICO),
          decimal("computeUsd", e -> e.money().computePicoUsd(), PICO),
          decimal("transferUsd", e -> e.money().transferPicoUsd(), PICO),
          decimal("stateUsd", e -> e.money().statePicoUsd(), PICO),
          decimal("servicesUsd", e -> e.money().servicesPicoUsd(), PICO),
          decimal("costUsd", e -> e.money().totalPicoUsd(), PICO),
          text("planId", e -> Ids.planText(e.planId())),
          text("decisionId", e -> Ids.decisionText(e.decisionId())));

  static final List<Field<NodeTotal>> NODE =
      List.of(
          text("node", NodeTotal::node),
          Field.text("fromUtc", (out, n) -> UtcText.append(out, n.fromUtcNs())),
          Field.text("toUtc", (out, n) -> UtcText.append(out, n.toUtcNs())),
          decimal("energyJ", NodeTotal::energyMicroJ, MICRO),
          decimal("attributedJ", NodeTotal::attributedMicroJ, MICRO),
          decimal("unattributedJ", NodeTotal::unattributedMicroJ, MICRO));

  static final List<Field<RollupRow>> ROW =
      List.of(
          text("key", RollupRow::key),
          decimal("invocations", RollupRow::invocations, 0),
          decimal("errors", RollupRow::errors, 0),
          decimal("coldStarts", RollupRow::coldStarts, 0),
          decimal("cpuS", RollupRow::cpuNs, NANO),
          Field.number(
              "memoryGbS", (out, r) -> Decimals.appendGbS(out, r.memoryMbS(), r.memoryMbNs())),
          decimal("energyJ", RollupRow::energyMicroJ, MICRO),
          decimal("carbonGrams", RollupRow::carbonNanoGramsCo2e, NANO),
          decimal("costUsd", RollupRow::costPicoUsd, PICO));

  private Fields() {}

  private static <T> Field<T> text(String name, Function<T, String> of) {
    return Field.text(name, (out, row) -> out.append(of.apply(row)));
  }

  private static <T> Field<T> decimal(String name, ToLongFunction<T> of, int decimals) {
    return Field.number(name, (out, row) -> Decimals.append(out, of.applyAsLong(row), decimals));
  }
}
