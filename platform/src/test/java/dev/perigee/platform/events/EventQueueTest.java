package dev.perigee.platform.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.journal.JournalRecord;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.record.JournalCleaner;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EventQueueTest {
  private static final FunctionName F = new FunctionName("default", "f");
  private static final Addressee TO_F = new Addressee(F, "$LATEST", "arn:f");
  private static final byte[] EVENT = "{}".getBytes(UTF_8);
  private static final EventSetting SMALL = new EventSetting(3, 100_000, 2, 1);

  private final Journal journal = new MemoryJournal();
  private final ScheduledExecutorService timers = Executors.newScheduledThreadPool(1);
  private final List<Runnable> held = new ArrayList<>();
  private Optional<Addressee> destination = Optional.empty();
  private boolean everywhere;

  @AfterEach
  void stop() {
    timers.shutdownNow();
  }

  @Test
  void anEventRunsOnceWhenItSucceeds() {
    EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);
    assertThat(queue.counts()).isEqualTo(new Events.Counts(1, 0, 0, 1, 0, 0));
  }

  @Test
  void aFunctionThatFailsIsTriedThreeTimes() {
    List<UUID> attempts = new ArrayList<>();
    EventQueue queue =
        queue(
            (id, _, _, _) -> {
              attempts.add(id);
              return answered(id, Outcome.ERROR);
            },
            Runnable::run);
    UUID id = UUID.randomUUID();
    queue.accept(id, TO_F, EVENT);
    awaitSettled(queue);
    assertThat(attempts).containsExactly(id, id, id);
    assertThat(queue.counts()).isEqualTo(new Events.Counts(1, 0, 0, 0, 1, 0));
  }

  @Test
  void whatIsRefusedIsTriedUntilItIsTaken() {
    List<UUID> attempts = new ArrayList<>();
    EventQueue queue =
        queue(
            (id, _, _, _) -> {
              attempts.add(id);
              return attempts.size() < 5
                  ? new InvocationResult.Refused(Refusal.QUEUE_FULL, "full")
                  : answered(id, Outcome.OK);
            },
            Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);
    awaitSettled(queue);
    assertThat(attempts).hasSize(5);
    assertThat(queue.counts().acked()).isEqualTo(1);
  }

  @Test
  void aFunctionThatIsGoneIsGivenUp() {
    EventQueue queue =
        queue((_, _, _, _) -> new InvocationResult.Refused(Refusal.GONE, "gone"), Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);
    assertThat(queue.counts()).isEqualTo(new Events.Counts(1, 0, 0, 0, 1, 0));
  }

  @Test
  void moreThanTheBoundIsRefusedAndNothingIsLostBetweenTheCounts() {
    EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), held::add);
    for (int i = 0; i < 3; i++) {
      queue.accept(UUID.randomUUID(), TO_F, EVENT);
    }
    assertThatThrownBy(() -> queue.accept(UUID.randomUUID(), TO_F, EVENT))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("3 events");
    assertThat(queue.counts()).isEqualTo(new Events.Counts(3, 1, 2, 0, 0, 0));
    while (!held.isEmpty()) {
      held.removeFirst().run();
    }
    assertThat(queue.counts()).isEqualTo(new Events.Counts(3, 0, 0, 3, 0, 0));
  }

  @Test
  void whatWasTakenAndNotSettledRunsAfterARestart() {
    EventQueue before = queue((id, _, _, _) -> answered(id, Outcome.OK), held::add);
    UUID first = UUID.randomUUID();
    UUID second = UUID.randomUUID();
    before.accept(first, TO_F, EVENT);
    before.accept(second, new Addressee(F, "7", "arn:7"), EVENT);
    held.removeFirst().run();
    List<UUID> attempts = new ArrayList<>();
    EventQueue after =
        queue(
            (id, function, _, context) -> {
              attempts.add(id);
              assertThat(function.qualifier()).isEqualTo("7");
              assertThat(context.functionArn()).isEqualTo("arn:7");
              return answered(id, Outcome.OK);
            },
            Runnable::run);
    after.resume();
    assertThat(attempts).containsExactly(second);
    assertThat(after.counts()).isEqualTo(new Events.Counts(2, 0, 0, 2, 0, 0));
  }

  @Test
  void whatBecameOfAnEventCanBeAskedForAlsoAfterARestart() {
    EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), Runnable::run);
    UUID id = UUID.randomUUID();
    queue.accept(id, TO_F, EVENT);
    for (EventQueue each : List.of(queue, queue((_, _, _, _) -> refused(), Runnable::run))) {
      Events.EventView view = each.find(id, Duration.ZERO).orElseThrow();
      assertThat(view.state()).isEqualTo(Events.State.ACKED);
      assertThat(view.attempts()).isEqualTo(1);
      assertThat(new String(view.result().orElseThrow(), UTF_8))
          .contains("\"condition\":\"Success\"", id.toString(), "\"responsePayload\":{}");
    }
  }

  @Test
  void aDeadEventRunsAgainUnderItsIdWhenItIsRedriven() {
    List<UUID> attempts = new ArrayList<>();
    EventQueue queue =
        queue(
            (id, _, _, _) -> {
              attempts.add(id);
              return answered(id, attempts.size() <= 3 ? Outcome.ERROR : Outcome.OK);
            },
            Runnable::run);
    UUID id = UUID.randomUUID();
    queue.accept(id, TO_F, EVENT);
    awaitSettled(queue);
    Events.Selection dead = new Events.Selection("default", Events.State.DEAD, Optional.of("f"));
    assertThat(queue.list(dead, 10)).extracting(Events.EventView::id).containsExactly(id);

    assertThat(queue.redrive(dead)).isEqualTo(1);

    assertThat(attempts).containsExactly(id, id, id, id);
    assertThat(queue.counts()).isEqualTo(new Events.Counts(2, 0, 0, 1, 1, 0));
    assertThat(queue.list(dead, 10)).isEmpty();
    assertThat(queue((_, _, _, _) -> refused(), Runnable::run).counts()).isEqualTo(queue.counts());
  }

  @Test
  void aPurgedEventIsForgottenAndStaysCounted() {
    EventQueue queue =
        queue((_, _, _, _) -> new InvocationResult.Refused(Refusal.GONE, "gone"), Runnable::run);
    UUID id = UUID.randomUUID();
    queue.accept(id, TO_F, EVENT);
    Events.Selection other = new Events.Selection("other", Events.State.DEAD, Optional.empty());
    Events.Selection dead = new Events.Selection("default", Events.State.DEAD, Optional.empty());

    assertThat(queue.purge(other)).isZero();
    assertThat(queue.purge(dead)).isEqualTo(1);

    assertThat(queue.find(id, Duration.ZERO)).isEmpty();
    assertThat(queue.counts().dead()).isEqualTo(1);
  }

  @Test
  void theResultOfAnEventIsAnEventForItsDestination() {
    List<String> ran = new ArrayList<>();
    destination = Optional.of(new Addressee(new FunctionName("default", "g"), "$LATEST", "arn:g"));
    EventQueue queue =
        queue(
            (id, function, payload, _) -> {
              ran.add(function.name() + " " + new String(payload, UTF_8));
              return answered(id, Outcome.OK);
            },
            Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);

    assertThat(ran).hasSize(2);
    assertThat(ran.get(0)).isEqualTo("f {}");
    assertThat(ran.get(1)).startsWith("g {\"version\":\"1.0\"").contains("\"Success\"");
  }

  @Test
  void aCircleOfDestinationsEnds() {
    int[] runs = {0};
    destination = Optional.of(TO_F);
    everywhere = true;
    EventQueue queue =
        queue(
            (id, _, _, _) -> {
              runs[0]++;
              return answered(id, Outcome.OK);
            },
            Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);

    assertThat(runs[0]).isEqualTo(EventQueue.HOPS_MAX + 1);
    assertThat(queue.counts().unaccounted()).isZero();
  }

  @Test
  void whatOneEventLeadsToEndsAtTheFanOutLimit() {
    int[] runs = {0};
    destination = Optional.of(new Addressee(new FunctionName("default", "g"), "$LATEST", "arn:g"));
    EventQueue queue =
        queue(
            new EventSetting(100, 100_000, 2, 1, 3, 100, 100),
            (id, _, _, _) -> {
              runs[0]++;
              return answered(id, Outcome.OK);
            },
            Runnable::run);
    UUID root = UUID.randomUUID();
    for (int i = 0; i < 5; i++) {
      queue.accept(
          List.of(
              new Delivery(
                  UUID.randomUUID(),
                  new Addressee(new FunctionName("default", "g"), "$LATEST", "arn:g"),
                  EVENT,
                  new Lineage(root, 1, ""),
                  Delivery.Patience.OF_FUNCTION)));
    }
    assertThat(runs[0]).isEqualTo(3);
    assertThat(queue.counts().dead()).isEqualTo(2);
    assertThat(queue.counts().unaccounted()).isZero();
  }

  @Test
  void retriesBeyondTheBudgetArePostponedInTheirOrderAndNotLost() {
    List<UUID> retried = new CopyOnWriteArrayList<>();
    Set<UUID> seen = new HashSet<>();
    EventQueue queue =
        queue(
            new EventSetting(100, 100_000, 100, 1, 10, 1, 100),
            (id, _, _, _) -> {
              if (!seen.add(id)) {
                retried.add(id);
                return answered(id, Outcome.OK);
              }
              return answered(id, Outcome.ERROR);
            },
            Runnable::run);
    for (int i = 0; i < 25; i++) {
      queue.accept(new UUID(7, i), TO_F, EVENT);
    }
    await(() -> queue.postponed().waiting() == 15 && queue.counts().acked() == 10);
    assertThat(retried).hasSize(10);
    assertThat(queue.counts()).isEqualTo(new Events.Counts(25, 15, 0, 10, 0, 0));
    assertThat(queue.retries("default").getFirst().allowed()).isEqualTo(10);

    monoNs.addAndGet(TimeUnit.SECONDS.toNanos(10));
    await(() -> retried.size() == 20 && queue.postponed().waiting() == 5);
    monoNs.addAndGet(TimeUnit.SECONDS.toNanos(10));
    await(() -> queue.counts().acked() == 25);
    assertThat(Set.copyOf(retried)).hasSize(25);
    assertThat(queue.postponed().total()).isEqualTo(15);
  }

  @Test
  void aPostponedRetryThatIsTooOldExpires() {
    EventQueue queue =
        queue(
            new EventSetting(100, 100_000, 100, 1, 10, 0, 100),
            (id, _, _, _) -> answered(id, Outcome.ERROR),
            Runnable::run);
    queue.accept(UUID.randomUUID(), TO_F, EVENT);
    await(() -> queue.postponed().waiting() == 1);
    utcNs.addAndGet(TimeUnit.HOURS.toNanos(7));
    for (int i = 0; i < 10; i++) {
      queue.accept(UUID.randomUUID(), TO_F, EVENT);
    }
    await(() -> queue.counts().expired() >= 1);
    assertThat(queue.counts().unaccounted()).isZero();
  }

  @Test
  void aBatchIsTakenAsAWholeOrNotAtAll() {
    EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), Runnable::run);
    List<Delivery> batch = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      batch.add(Delivery.first(new UUID(7, i), TO_F, EVENT));
    }
    assertThatThrownBy(() -> queue.accept(batch)).isInstanceOf(ControlException.class);
    assertThat(queue.counts().enqueued()).isZero();

    queue.accept(batch.subList(0, 3));
    assertThat(queue.counts()).isEqualTo(new Events.Counts(3, 0, 0, 3, 0, 0));
  }

  @Test
  void theSameEventIsTakenOnceHoweverOftenItComesAlsoAfterARestart() {
    List<Delivery> batch =
        List.of(
            Delivery.first(new UUID(7, 1), TO_F, EVENT),
            Delivery.first(new UUID(7, 1), TO_F, EVENT));
    for (int i = 0; i < 2; i++) {
      EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), Runnable::run);
      queue.accept(batch);
      queue.accept(batch);
      assertThat(queue.counts()).isEqualTo(new Events.Counts(1, 0, 0, 1, 0, 0));
    }
  }

  @Test
  void whatNobodyCanAskForAnyMoreLeavesTheJournalAndStillCounts() {
    EventSetting few = new EventSetting(100, 100_000, 2, 1, 3, 1_000_000, 3);
    Invoker invoker = (id, _, _, _) -> answered(id, Outcome.OK);
    EventQueue queue = queue(few, invoker, Runnable::run);
    for (int i = 0; i < 10; i++) {
      queue.accept(new UUID(7, i), TO_F, EVENT);
    }
    var cleaner = new JournalCleaner(journal, clock, List.of(queue.keeper()));
    assertThat(cleaner.clean()).isEqualTo(24);
    assertThat(cleaner.clean()).isZero();
    assertThat(recordCount()).isEqualTo(3 * 2 + 1);

    EventQueue again = queue(few, invoker, Runnable::run);
    assertThat(again.counts()).isEqualTo(new Events.Counts(10, 0, 0, 10, 0, 0));
    assertThat(again.find(new UUID(7, 6), Duration.ZERO)).isEmpty();
    assertThat(again.find(new UUID(7, 7), Duration.ZERO).orElseThrow().result()).isPresent();
    again.accept(new UUID(7, 10), TO_F, EVENT);
    assertThat(new JournalCleaner(journal, clock, List.of(again.keeper())).clean()).isEqualTo(3);
    assertThat(queue(few, invoker, Runnable::run).counts().acked()).isEqualTo(11);
  }

  @Test
  void countsStayRightWhereverCleaningIsCutOff() {
    EventSetting few = new EventSetting(100, 100_000, 2, 1, 10_000, 1_000_000, 1);
    Invoker invoker =
        (id, _, _, _) ->
            answered(id, id.getLeastSignificantBits() % 3 == 0 ? Outcome.ERROR : Outcome.OK);
    EventQueue queue = queue(few, invoker, Runnable::run);
    for (int i = 0; i < 1_500; i++) {
      queue.accept(new UUID(7, i), TO_F, EVENT);
      awaitNothingOpen(queue);
      if (i % 30 == 0) {
        var _ = queue.redrive(new Events.Selection("default", Events.State.DEAD, Optional.empty()));
        awaitNothingOpen(queue);
      }
    }
    Events.Counts before = queue.counts();
    assertThat(before.unaccounted()).isZero();
    var cutOff = new JournalCleaner(new FailingSecond(journal), clock, List.of(queue.keeper()));
    assertThatThrownBy(cutOff::clean).hasMessageContaining("cut off");
    assertThat(queue(few, invoker, Runnable::run).counts()).isEqualTo(before);
    assertThat(new JournalCleaner(journal, clock, List.of(queue.keeper())).clean()).isPositive();
    assertThat(queue(few, invoker, Runnable::run).counts()).isEqualTo(before);
    assertThat(recordCount()).isLessThan(10);
  }

  @Test
  void whatIsOpenOrBeingWrittenStays() {
    EventQueue queue = queue((id, _, _, _) -> answered(id, Outcome.OK), held::add);
    queue.accept(new UUID(7, 1), TO_F, EVENT);
    assertThat(new JournalCleaner(journal, clock, List.of(queue.keeper())).clean()).isZero();
    List<UUID> attempts = new ArrayList<>();
    EventQueue after =
        queue(
            (id, _, _, _) -> {
              attempts.add(id);
              return answered(id, Outcome.OK);
            },
            Runnable::run);
    after.resume();
    assertThat(attempts).containsExactly(new UUID(7, 1));
  }

  private int recordCount() {
    List<JournalRecord> records = new ArrayList<>();
    var _ = journal.read(0, records::add);
    return records.size();
  }

  private static void awaitNothingOpen(EventQueue queue) {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (queue.counts().queued() + queue.counts().inFlight() > 0) {
      assertThat(System.nanoTime()).isLessThan(untilNs);
      LockSupport.parkNanos(100_000);
    }
  }

  private static InvocationResult refused() {
    return new InvocationResult.Refused(Refusal.QUEUE_FULL, "full");
  }

  private EventQueue queue(Invoker invoker, Executor threads) {
    return queue(SMALL, invoker, threads);
  }

  private EventQueue queue(EventSetting setting, Invoker invoker, Executor threads) {
    return new EventQueue(
        setting,
        new Surroundings(
            journal,
            clock,
            invoker,
            (name, qualifier) -> Optional.of(new FunctionId(name.tenant(), name.name(), qualifier)),
            (function, _) ->
                everywhere || function.equals(F)
                    ? new Retries(2, 21_600, destination, Optional.empty())
                    : Retries.DEFAULT,
            threads,
            timers));
  }

  private static void awaitSettled(EventQueue queue) {
    await(() -> queue.counts().acked() + queue.counts().dead() > 0);
  }

  private static void await(BooleanSupplier condition) {
    long untilNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(untilNs);
      LockSupport.parkNanos(1_000_000);
    }
  }

  private static InvocationResult answered(UUID id, Outcome outcome) {
    return new InvocationResult.Answered(
        EVENT,
        new LedgerEntry(
            id,
            "default",
            "f",
            0,
            "n1",
            5,
            outcome,
            false,
            Phases.NONE,
            128,
            0,
            2,
            2,
            Energy.NONE,
            Carbon.NONE,
            Money.NONE,
            Quality.MODELLED,
            false,
            0,
            1,
            0,
            0));
  }

  private final AtomicLong utcNs = new AtomicLong(5);
  private final AtomicLong monoNs = new AtomicLong(5);
  private final Clock clock =
      new Clock() {
        @Override
        public long utcNs() {
          return utcNs.get();
        }

        @Override
        public long monoNs() {
          return monoNs.get();
        }
      };
}
