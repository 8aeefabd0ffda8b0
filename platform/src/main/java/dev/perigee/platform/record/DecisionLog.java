package dev.perigee.platform.record;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.platform.control.Explanations;
import dev.perigee.world.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Decisions in the journal and what became of their plans, found by their ids. Thread-safe.
public final class DecisionLog implements Explanations {
  private final Journal journal;
  private final Clock clock;
  private final RecordLog<Decision> decisions;
  private final RecordLog<CheckedPlan> plans;

  public DecisionLog(Journal journal, Clock clock) {
    this.journal = journal;
    this.clock = clock;
    this.decisions =
        new RecordLog<>(journal, EntryCodec.DECIDED, Decision::decisionId, EntryCodec::decision);
    this.plans =
        new RecordLog<>(
            journal, EntryCodec.PLANNED, each -> each.plan().planId(), EntryCodec::checkedPlan);
    journal.read(
        0,
        record -> {
          decisions.index(record);
          plans.index(record);
        });
  }

  /// Keeps a decision.
  public void add(Decision decision) {
    decisions.add(decision, EntryCodec.encode(decision, clock.utcNs()));
  }

  /// Keeps a plan with the nodes' answers to its placements, one each.
  public void add(Plan plan, List<PlacementResult> results) {
    CheckedPlan checked = CheckedPlan.of(plan, results);
    plans.add(checked, EntryCodec.encode(checked, clock.utcNs()));
  }

  @Override
  public Optional<Decision> find(long decisionId) {
    return decisions.find(decisionId);
  }

  @Override
  public List<Decision> latest(int countMax) {
    return decisions.latest(countMax);
  }

  @Override
  public List<PlacementResult> results(long planId) {
    return plans.find(planId).map(CheckedPlan::results).orElse(List.of());
  }

  /// Hands over decisions from an offset of the journal on; returns the offset to go on from.
  public long read(long fromOffset, long recordsMax, Consumer<Decision> sink) {
    return journal.read(
        fromOffset,
        recordsMax,
        record -> {
          if (record.kind().equals(EntryCodec.DECIDED)) {
            sink.accept(EntryCodec.decision(record));
          }
        });
  }

  /// Decisions and plans that the journal could not take.
  public long lostCount() {
    return decisions.lostCount() + plans.lostCount();
  }
}
