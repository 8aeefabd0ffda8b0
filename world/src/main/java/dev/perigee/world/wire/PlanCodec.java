package dev.perigee.world.wire;

import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.Refusal;

/// Decisions, plans and what became of them as bytes.
final class PlanCodec {
  private PlanCodec() {}

  static void write(WireWriter out, Plan plan) {
    out.fixed(plan.planId());
    out.fixed(plan.decisionId());
    out.number(plan.epoch());
    out.number(plan.snapshotVersion());
    out.list(plan.placements(), PlanCodec::write);
    out.list(
        plan.readSet().nodes(),
        (o, read) -> {
          o.text(read.node());
          o.number(read.revision());
        });
    out.list(
        plan.readSet().links(),
        (o, read) -> {
          o.text(read.from());
          o.text(read.to());
          o.number(read.revision());
        });
  }

  static Plan readPlan(WireReader in) {
    return new Plan(
        in.fixed(),
        in.fixed(),
        in.integer(),
        in.number(),
        in.list(PlanCodec::readPlacement),
        new ReadSet(
            in.list(i -> new ReadSet.NodeRead(i.text(), i.number())),
            in.list(i -> new ReadSet.LinkRead(i.text(), i.text(), i.number()))));
  }

  static void write(WireWriter out, Placement placement) {
    FunctionCodec.write(out, placement.function());
    out.number(placement.version());
    out.text(placement.node());
    out.number(placement.workerCount());
    out.number(placement.memoryMb());
    out.number(placement.cpuMilli());
    out.number(placement.keepAliveNs());
    out.number(placement.freezeAfterNs());
  }

  static Placement readPlacement(WireReader in) {
    return new Placement(
        FunctionCodec.readId(in),
        in.integer(),
        in.text(),
        in.integer(),
        in.integer(),
        in.integer(),
        in.number(),
        in.number());
  }

  static void write(WireWriter out, PlacementResult result) {
    write(out, result.placement());
    switch (result) {
      case PlacementResult.Accepted _ -> out.flag(true);
      case PlacementResult.Refused refused -> {
        out.flag(false);
        out.octet(refused.refusal().ordinal());
        out.text(refused.detail());
      }
    }
  }

  static PlacementResult readResult(WireReader in) {
    Placement placement = readPlacement(in);
    return in.flag()
        ? new PlacementResult.Accepted(placement)
        : new PlacementResult.Refused(placement, in.oneOf(Refusal.values()), in.text());
  }

  static void write(WireWriter out, Decision decision) {
    out.fixed(decision.decisionId());
    out.fixed(decision.planId());
    out.fixed(decision.utcNs());
    out.text(decision.policy());
    out.number(decision.snapshotVersion());
    FunctionCodec.write(out, decision.function());
    out.text(decision.question());
    out.list(
        decision.candidates(),
        (o, candidate) -> {
          o.text(candidate.node());
          o.flag(candidate.feasible());
          o.real(candidate.score());
          o.text(candidate.reason());
        });
    out.number(decision.candidatesOmitted());
    out.list(decision.chosen(), PlanCodec::write);
    out.text(decision.bound().metric());
    out.real(decision.bound().value());
    out.real(decision.bound().lowerBound());
  }

  static Decision readDecision(WireReader in) {
    return new Decision(
        in.fixed(),
        in.fixed(),
        in.fixed(),
        in.text(),
        in.number(),
        FunctionCodec.readId(in),
        in.text(),
        in.list(i -> new Decision.Candidate(i.text(), i.flag(), i.real(), i.text())),
        in.integer(),
        in.list(PlanCodec::readPlacement),
        new Bound(in.text(), in.real(), in.real()));
  }
}
