package dev.perigee.platform.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Decision.Candidate;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.world.Clock;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RecordTest {
  private static final FunctionId F = new FunctionId("default", "f");

  private static final String OLD_DEPLOYED =
      """
      {"tenant":"default","name":"f","version":1,"runtime":"python3","handler":"app.handler",\
      "codeSha256":"abc","memoryMb":128,"timeoutMs":3000,"isolation":"NAMESPACES",\
      "workerConcurrency":1,"concurrencyMax":10,"queueMax":10,\
      "environment":{"KEY":"välue \\"quoted\\""}}\
      """;

  private static final Clock CLOCK =
      new Clock() {
        @Override
        public long utcNs() {
          return 5;
        }

        @Override
        public long monoNs() {
          return 5;
        }
      };

  @Test
  void entriesComeBackInOrderFromAJournalWithDecisionsInIt() {
    Journal journal = new MemoryJournal();
    EntryLog log = new EntryLog(journal, CLOCK);
    List<Optional<String>> problems = new ArrayList<>();
    List<Entry> entries =
        List.of(
            new Entry.Started(3),
            new Entry.Deployed(spec(1)),
            new Entry.Deployed(spec(2)),
            new Entry.Deleted(F));
    DecisionLog decisions = new DecisionLog(journal, CLOCK);
    for (Entry entry : entries) {
      log.append(entry, problems::add);
      decisions.add(decision(problems.size()));
    }
    assertThat(problems).hasSize(4).allMatch(Optional::isEmpty);
    assertThat(new EntryLog(journal, CLOCK).read()).isEqualTo(entries);
  }

  @Test
  void recordsFromBeforeThereWereQualifiersMeanTheLatest() {
    Journal journal = new MemoryJournal();
    journal.appendAndWait(
        JournalRecord.draft("deployed", "default", 5, OLD_DEPLOYED.getBytes(UTF_8)));
    journal.appendAndWait(
        JournalRecord.draft(
            "deleted", "default", 5, "{\"tenant\":\"default\",\"name\":\"f\"}".getBytes(UTF_8)));
    assertThat(new EntryLog(journal, CLOCK).read())
        .containsExactly(new Entry.Deployed(spec(1)), new Entry.Deleted(F));
  }

  @Test
  void publishedVersionsComeBackWithTheirNumber() {
    Journal journal = new MemoryJournal();
    Entry published = new Entry.Deployed(spec(1).as("7", 1));
    new EntryLog(journal, CLOCK).append(published, _ -> {});
    assertThat(new EntryLog(journal, CLOCK).read()).containsExactly(published);
  }

  @Test
  void versionsGoOnAfterADeletionAndARestart() {
    Journal journal = new MemoryJournal();
    EntryLog log = new EntryLog(journal, CLOCK);
    assertThat(log.lastVersion(F)).isZero();
    log.append(new Entry.Deployed(spec(1)), _ -> {});
    log.append(new Entry.Deployed(spec(2)), _ -> {});
    log.append(new Entry.Deleted(F), _ -> {});
    assertThat(log.lastVersion(F)).isEqualTo(2);
    EntryLog again = new EntryLog(journal, CLOCK);
    assertThat(again.read()).hasSize(3);
    assertThat(again.lastVersion(F)).isEqualTo(2);
  }

  @Test
  void aClosedJournalIsAReasonAndNotAFault() {
    Journal journal = new MemoryJournal();
    EntryLog log = new EntryLog(journal, CLOCK);
    DecisionLog decisions = new DecisionLog(journal, CLOCK);
    closed(journal);
    List<Optional<String>> problems = new ArrayList<>();
    log.append(new Entry.Started(1), problems::add);
    decisions.add(decision(1));
    assertThat(problems).singleElement().matches(problem -> problem.orElse("").contains("closed"));
    assertThat(decisions.lostCount()).isEqualTo(1);
  }

  @Test
  void decisionsAreFoundAgainAlsoOldOnes() {
    Journal journal = new MemoryJournal();
    DecisionLog log = new DecisionLog(journal, CLOCK);
    for (int id = 1; id <= 1_200; id++) {
      log.add(decision(id));
    }
    DecisionLog again = new DecisionLog(journal, CLOCK);
    assertThat(again.find(1)).contains(decision(1));
    assertThat(again.find(1_200)).contains(decision(1_200));
    assertThat(again.find(1_201)).isEmpty();
    assertThat(again.latest(2)).containsExactly(decision(1_200), decision(1_199));
    assertThat(again.latest(5_000)).hasSize(1_000);
  }

  @Test
  void oldDecisionsGoUnlessWorkersMayStillRunByThem() {
    Journal journal = new MemoryJournal();
    DecisionLog log = new DecisionLog(journal, CLOCK);
    for (int id = 1; id <= 2_000; id++) {
      log.add(decision(id));
    }
    DispatchTable.Route route = new DispatchTable.Route("n1", 1, 77, 5);
    DispatchTable table = DispatchTable.of(List.of(new DispatchTable.Row(spec(1), List.of(route))));
    Keeper young = log.keeper(Duration.ofNanos(1), () -> table);
    assertThat(new JournalCleaner(journal, CLOCK, List.of(young)).clean()).isZero();
    Keeper none = log.keeper(Duration.ofNanos(-1), () -> table);
    assertThat(new JournalCleaner(journal, CLOCK, List.of(none)).clean()).isEqualTo(1_999);
    assertThat(log.find(5)).contains(decision(5));
    assertThat(log.find(6)).isEmpty();
    assertThat(new DecisionLog(journal, CLOCK).latest(9)).containsExactly(decision(5));
  }

  @Test
  void deploymentsThatWereReplacedGoAndNothingElseChanges() {
    Journal journal = new MemoryJournal();
    EntryLog log = new EntryLog(journal, CLOCK);
    for (int version = 1; version <= 5; version++) {
      log.append(new Entry.Deployed(spec(version)), _ -> {});
      log.append(new Entry.Deleted(F), _ -> {});
    }
    log.append(new Entry.Deployed(spec(6)), _ -> {});
    log.append(new Entry.Deployed(spec(7)), _ -> {});
    Keeper young = new DeploymentKeeper(journal, CLOCK, Duration.ofNanos(1));
    assertThat(new JournalCleaner(journal, CLOCK, List.of(young)).clean()).isZero();
    Keeper keeper = new DeploymentKeeper(journal, CLOCK, Duration.ofNanos(-1));
    assertThat(new JournalCleaner(journal, CLOCK, List.of(keeper)).clean()).isEqualTo(11);
    assertThat(log.read()).containsExactly(new Entry.Deployed(spec(7)));
    log.append(new Entry.Deleted(F), _ -> {});
    EntryLog again = new EntryLog(journal, CLOCK);
    assertThat(again.read()).containsExactly(new Entry.Deployed(spec(7)), new Entry.Deleted(F));
    assertThat(again.lastVersion(F)).isEqualTo(7);
  }

  @Test
  void deletionsStayWhereTheyTookAliasesAway() {
    Journal journal = new MemoryJournal();
    EntryLog log = new EntryLog(journal, CLOCK);
    CatalogueLog catalogue = new CatalogueLog(journal, CLOCK);
    log.append(new Entry.Deployed(spec(1)), _ -> {});
    Alias live = new Alias("live", "1", "", new TreeMap<>(), "r1");
    catalogue.append(new CatalogueNote.AliasSet(FunctionName.of(F), live));
    log.append(new Entry.Deleted(F), _ -> {});
    log.append(new Entry.Deployed(spec(2)), _ -> {});
    Keeper keeper = new DeploymentKeeper(journal, CLOCK, Duration.ofNanos(-1));
    assertThat(new JournalCleaner(journal, CLOCK, List.of(keeper)).clean()).isEqualTo(1);
    assertThat(log.read()).containsExactly(new Entry.Deleted(F), new Entry.Deployed(spec(2)));
  }

  @Test
  void whatBecameOfAPlanIsKnownAfterARestart() {
    Journal journal = new MemoryJournal();
    Placement taken = decision(1).chosen().getFirst();
    Placement late = new Placement(F, 1, "n2", 1, 128, 72, 0, 0);
    List<PlacementResult> results =
        List.of(
            new PlacementResult.Accepted(taken),
            new PlacementResult.Refused(late, Refusal.STALE, "read at 4, is at 5"));
    Plan plan =
        new Plan(
            9,
            1,
            2,
            7,
            List.of(taken, late),
            new ReadSet(List.of(new ReadSet.NodeRead("n2", 4)), List.of()));
    DecisionLog log = new DecisionLog(journal, CLOCK);
    log.add(plan, results);
    assertThat(log.results(9)).isEqualTo(results);
    DecisionLog again = new DecisionLog(journal, CLOCK);
    assertThat(again.results(9)).isEqualTo(results);
    assertThat(again.results(10)).isEmpty();
    assertThat(new EntryLog(journal, CLOCK).read()).isEmpty();
  }

  private static void closed(Journal journal) {
    try (journal) {
      assertThat(journal.nextOffset()).isZero();
    }
  }

  private static FunctionSpec spec(int version) {
    TreeMap<String, String> environment = new TreeMap<>();
    environment.put("KEY", "välue \"quoted\"");
    return new FunctionSpec(
        "default",
        "f",
        version,
        "python3",
        "app.handler",
        "abc",
        128,
        3_000,
        Isolation.NAMESPACES,
        1,
        10,
        10,
        environment);
  }

  private static Decision decision(long id) {
    return new Decision(
        id,
        id,
        7,
        "first-fit",
        3,
        F,
        "place one",
        List.of(new Candidate("n1", true, 0.5, "fits")),
        0,
        List.of(new Placement(F, 1, "n1", 1, 128, 72, 0, 0)),
        new Bound("memoryMb", 1, 1));
  }
}
