package dev.perigee.platform.record;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Explanations;
import dev.perigee.world.Clock;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Decisions in the journal and what became of their plans, found by their ids. Thread-safe.
public final class DecisionLog implements Explanations {
  private static final Set<String> KINDS = Set.of(EntryCodec.DECIDED, EntryCodec.PLANNED);

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
        KINDS,
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

  /// Needs what is young, and what workers may still run by.
  ///
  /// @param keep how long decisions are kept
  public Keeper keeper(Duration keep, Supplier<DispatchTable> table) {
    return new Keeper() {
      @Override
      public Set<String> kinds() {
        return KINDS;
      }

      @Override
      public boolean needs(JournalRecord record) {
        return record.utcNs() >= clock.utcNs() - keep.toNanos() || isInUse(record, table.get());
      }

      @Override
      public void gone(JournalRecord record) {
        (record.kind().equals(EntryCodec.DECIDED) ? decisions : plans).forget(record);
      }
    };
  }

  private static boolean isInUse(JournalRecord record, DispatchTable table) {
    if (record.kind().equals(EntryCodec.DECIDED)) {
      Decision decision = EntryCodec.decision(record);
      return routes(table, decision.function())
          .anyMatch(route -> route.decisionId() == decision.decisionId());
    }
    Plan plan = EntryCodec.checkedPlan(record).plan();
    return plan.placements().stream()
        .flatMap(each -> routes(table, each.function()))
        .anyMatch(route -> route.planId() == plan.planId());
  }

  private static Stream<Route> routes(DispatchTable table, FunctionId function) {
    return table.find(function).stream().flatMap(row -> row.routes().stream());
  }

  /// Decisions and plans that the journal could not take.
  public long lostCount() {
    return decisions.lostCount() + plans.lostCount();
  }
}
