package dev.perigee.world.contract;

import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.ledger.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// What came of a scenario: plans with what the world said to them, and how invocations ended. In
/// canonical order, so that it doesn't matter who noticed what first within one time. Thread-safe.
public final class Transcript {
  private enum Kind {
    PLAN,
    REQUEST,
    END
  }

  private record Line(long atNs, Kind kind, long number, String text) {}

  private final List<Line> lines = new ArrayList<>();

  public synchronized void plan(long atNs, Plan plan, PlanResult result) {
    StringBuilder text = new StringBuilder("plan " + Ids.planText(plan.planId()));
    text.append(" reads ").append(reads(plan));
    for (PlacementResult each : result.results()) {
      text.append("; ").append(text(each));
    }
    lines.add(new Line(atNs, Kind.PLAN, plan.planId(), text.toString()));
  }

  /// A deployment or deletion is durable; requests are numbered from 1 as they come.
  public synchronized void acknowledged(long atNs, long request) {
    lines.add(new Line(atNs, Kind.REQUEST, request, "request " + request + " acknowledged"));
  }

  public synchronized void turnedDown(long atNs, long request, Refusal refusal) {
    lines.add(new Line(atNs, Kind.REQUEST, request, "request " + request + " refused " + refusal));
  }

  /// Whether the start was cold is told only of those that ended well: who lost a node can't know.
  public synchronized void ended(
      long atNs, int number, String node, Outcome outcome, boolean coldStart) {
    String text =
        "invocation "
            + number
            + " "
            + outcome.text()
            + " on "
            + node
            + (outcome == Outcome.OK ? coldStart ? " cold" : " warm" : "");
    lines.add(new Line(atNs, Kind.END, number, text));
  }

  public synchronized void refused(long atNs, int number, Refusal refusal) {
    lines.add(new Line(atNs, Kind.END, number, "invocation " + number + " refused " + refusal));
  }

  /// One line each, in the order of time, kind and number.
  public synchronized String text() {
    List<Line> sorted = new ArrayList<>(lines);
    sorted.sort(
        Comparator.comparingLong(Line::atNs).thenComparing(Line::kind).thenComparing(Line::number));
    StringBuilder text = new StringBuilder();
    for (Line line : sorted) {
      text.append(line.atNs() / 1_000).append(" us ").append(line.text()).append('\n');
    }
    return text.toString();
  }

  private static String reads(Plan plan) {
    List<String> reads = new ArrayList<>();
    plan.readSet().nodes().forEach(read -> reads.add(read.node() + "@" + read.revision()));
    return String.join(",", reads);
  }

  private static String text(PlacementResult result) {
    String what =
        result.placement().workerCount()
            + " x "
            + result.placement().function().name()
            + ":"
            + result.placement().version()
            + " on "
            + result.placement().node();
    return switch (result) {
      case PlacementResult.Accepted _ -> what + " accepted";
      case PlacementResult.Refused refused -> what + " refused " + refused.refusal();
    };
  }
}
