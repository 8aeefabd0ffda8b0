package dev.perigee.platform.telemetry;

import dev.perigee.model.decision.Ids;
import dev.perigee.model.function.FunctionArn;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.control.Span.Kind;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// The spans of an invocation: one at the gateway, and in it one for each phase that took time.
/// Phases follow one another and end where the handler begins, so they are laid out backwards from
/// there.
final class Spans {
  private static final HexFormat HEX = HexFormat.of();

  private final CallTrace call;
  private final String traceId;
  private final List<Span> spans = new ArrayList<>(7);

  private Spans(CallTrace call) {
    this.call = call;
    this.traceId = call.parent().traceId();
  }

  static List<Span> of(CallTrace call) {
    Spans made = new Spans(call);
    made.spans.add(made.gateway());
    LedgerEntry entry = call.entry();
    if (entry != null) {
      made.phases(entry);
    }
    return made.spans;
  }

  /// The span that stands for the whole invocation.
  static Span gateway(CallTrace call) {
    return new Spans(call).gateway();
  }

  private Span gateway() {
    LedgerEntry entry = call.entry();
    long parentId = call.parent().spanId();
    return new Span(
        traceId,
        HEX.toHexDigits(call.spanId()),
        parentId == 0 ? "" : HEX.toHexDigits(parentId),
        "invoke " + call.function().name(),
        call.kind(),
        call.startUtcNs(),
        call.endUtcNs(),
        entry == null || entry.outcome() != Outcome.OK,
        attributes());
  }

  private SortedMap<String, Object> attributes() {
    FunctionId function = call.function();
    SortedMap<String, Object> named = new TreeMap<>();
    named.put("faas.invocation_id", call.invocationId().toString());
    named.put("faas.name", function.name());
    named.put("faas.version", function.qualifier());
    named.put("faas.trigger", call.kind() == Kind.CONSUMER ? "pubsub" : "http");
    named.put("cloud.resource_id", FunctionArn.of(FunctionArn.REGION_DEFAULT, function.name()));
    named.put("perigee.tenant", function.tenant());
    LedgerEntry entry = call.entry();
    if (entry == null) {
      named.put("error.type", call.refusal());
    } else {
      outcome(named, entry);
    }
    return named;
  }

  private static void outcome(SortedMap<String, Object> named, LedgerEntry entry) {
    named.put("faas.coldstart", entry.coldStart());
    named.put("perigee.outcome", entry.outcome().text());
    named.put("perigee.node", entry.node());
    named.put("perigee.energy_j", entry.energy().totalMicroJ() / 1e6);
    named.put("perigee.carbon_g", entry.carbon().totalNanoGramsCo2e() / 1e9);
    named.put("perigee.cost_usd", entry.money().totalPicoUsd() / 1e12);
    if (entry.planId() != 0) {
      named.put("perigee.plan_id", Ids.planText(entry.planId()));
    }
    if (entry.decisionId() != 0) {
      named.put("perigee.decision_id", Ids.decisionText(entry.decisionId()));
    }
    if (entry.outcome() != Outcome.OK) {
      named.put("error.type", entry.outcome().text());
    }
  }

  private void phases(LedgerEntry entry) {
    Phases took = entry.phases();
    long[] ns = {took.queueNs(), took.placeNs(), took.fetchNs(), took.sandboxNs(), took.initNs()};
    long fromNs = entry.startedUtcNs();
    for (long each : ns) {
      fromNs -= each;
    }
    for (int i = 0; i < ns.length; i++) {
      if (ns[i] > 0) {
        phase(i + 1, fromNs, ns[i], entry);
      }
      fromNs += ns[i];
    }
    phase(TenantMeter.PHASES.length, entry.startedUtcNs(), took.handlerNs(), entry);
  }

  private void phase(int number, long fromUtcNs, long tookNs, LedgerEntry entry) {
    boolean isHandler = number == TenantMeter.PHASES.length;
    spans.add(
        new Span(
            traceId,
            HEX.toHexDigits(CallTrace.phaseId(call.spanId(), number)),
            HEX.toHexDigits(call.spanId()),
            TenantMeter.PHASES[number - 1],
            Kind.INTERNAL,
            fromUtcNs,
            fromUtcNs + tookNs,
            isHandler && entry.outcome() != Outcome.OK,
            new TreeMap<>(Map.of("perigee.node", entry.node()))));
  }
}
