package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.api.WireException;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.record.JournalCleaner;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.CloudEventReader;
import dev.perigee.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TriggerBookTest {
  private static final String EACH_MINUTE =
      "{\"function\":\"f\",\"source\":{\"kind\":\"cron\",\"schedule\":\"rate(1"
          + " minute)\",\"missed\":\"all\"}}";
  private static final String ORDERS =
      "{\"function\":\"f\",\"source\":{\"kind\":\"event\",\"filter\":{\"type\":\"order.*\",\"region\":\"*-west\"}}}";

  private final MemoryJournal journal = new MemoryJournal();
  private final List<Delivery> taken = new ArrayList<>();
  private final long[] nowS = {0};
  private boolean full;
  private final Clock clock =
      new Clock() {
        @Override
        public long utcNs() {
          return TimeUnit.SECONDS.toNanos(nowS[0]);
        }

        @Override
        public long monoNs() {
          return utcNs();
        }
      };

  @Test
  void aCronTriggerMakesOneEventOfEachRun() {
    TriggerBook book = book();
    var _ = book.put("default", "tick", EACH_MINUTE.getBytes(UTF_8));
    for (int s = 0; s <= 180; s++) {
      nowS[0] = s;
      book.tick();
    }
    assertThat(taken).hasSize(3);
    assertThat(new String(taken.getFirst().payload(), UTF_8))
        .contains("\"type\":\"dev.perigee.cron\"", "\"dueUtc\":\"1970-01-01T00:01:00Z\"");
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void runsThatAreDoneLeaveTheJournalAndDontComeBack() {
    TriggerBook book = book();
    var _ = book.put("default", "tick", EACH_MINUTE.getBytes(UTF_8));
    for (int minute = 1; minute <= 5; minute++) {
      nowS[0] = minute * 60L;
      book.tick();
    }
    assertThat(cleaner(book).clean()).isEqualTo(4);
    book().tick();
    assertThat(taken).hasSize(5);
    assertThat(book.delete("default", "tick")).isTrue();
    assertThat(cleaner(book).clean()).isEqualTo(1);
  }

  private JournalCleaner cleaner(TriggerBook book) {
    return new JournalCleaner(journal, clock, List.of(book.keeper()));
  }

  @Test
  void aRunThatWasNotNotedBeforeACrashComesAgainUnderItsId() {
    var _ = book().put("default", "tick", EACH_MINUTE.getBytes(UTF_8));
    nowS[0] = 60;
    long before = journal.nextOffset();
    book().tick();
    MemoryJournal crashed = new MemoryJournal();
    journal.read(0, before, record -> crashed.append(record.at(-1)).join());

    book(crashed).tick();

    assertThat(ids()).hasSize(2);
    assertThat(ids().getFirst()).isEqualTo(ids().getLast());
    book().tick();
    assertThat(taken).hasSize(2);
  }

  @Test
  void aRunThatTheQueueHasNoRoomForStaysDue() {
    TriggerBook book = book();
    var _ = book.put("default", "tick", EACH_MINUTE.getBytes(UTF_8));
    nowS[0] = 60;
    full = true;
    assertThatThrownBy(book::tick).hasMessageContaining("full");
    full = false;
    book.tick();
    assertThat(taken).hasSize(1);
  }

  @Test
  void aPausedTriggerMissesItsRunsAlsoAfterARestart() {
    TriggerBook book = book();
    var _ = book.put("default", "tick", EACH_MINUTE.getBytes(UTF_8));
    assertThat(book.pause("default", "tick", true)).isPresent();
    nowS[0] = 600;
    book().tick();
    assertThat(taken).isEmpty();
    var _ = book().pause("default", "tick", false);
    nowS[0] = 660;
    book().tick();
    assertThat(taken).hasSize(1);
  }

  @Test
  void anEventRunsTheFunctionsOfItsTenantThatWaitForIt() {
    TriggerBook book = book();
    var _ = book.put("default", "orders", ORDERS.getBytes(UTF_8));
    var _ = book.put("other", "orders", ORDERS.getBytes(UTF_8));
    assertThat(book.publish("default", List.of(event("1", "order.paid", "eu-west")))).isEqualTo(1);
    assertThat(book.publish("default", List.of(event("2", "order.paid", "eu-east")))).isZero();
    assertThat(book.publish("default", List.of(event("3", "return", "eu-west")))).isZero();
    var _ = book.pause("default", "orders", true);
    assertThat(book.publish("default", List.of(event("4", "order.paid", "eu-west")))).isZero();
    assertThat(taken).hasSize(1);
    assertThat(taken.getFirst().to().function().tenant()).isEqualTo("default");
  }

  @Test
  void theSameEventMakesTheSameInvocationHoweverOftenItIsSent() {
    TriggerBook book = book();
    var _ = book.put("default", "orders", ORDERS.getBytes(UTF_8));
    for (int i = 0; i < 2; i++) {
      var _ = book.publish("default", List.of(event("1", "order.paid", "eu-west")));
    }
    assertThat(ids().getFirst()).isEqualTo(ids().getLast());
  }

  @Test
  void triggersAreThereAfterARestartUntilTheyAreDeleted() {
    var _ = book().put("default", "orders", ORDERS.getBytes(UTF_8));
    assertThat(book().find("default", "orders")).isEqualTo(book().find("default", "orders"));
    assertThat(book().list("default")).hasSize(1);
    assertThat(book().delete("default", "orders")).isTrue();
    assertThat(book().delete("default", "orders")).isFalse();
    assertThat(book().list("default")).isEmpty();
  }

  @Test
  void saysAllThatIsWrongWithATrigger() {
    String wrong =
        "{\"retries\":-1,\"colour\":1,\"source\":{\"kind\":\"cron\",\"schedule\":\"x\",\"missed\":\"no\"}}";
    assertThatThrownBy(() -> book().put("default", "a b", wrong.getBytes(UTF_8)))
        .isInstanceOf(WireException.class)
        .hasMessageContaining("retries is -1")
        .hasMessageContaining("colour")
        .hasMessageContaining("schedule 'x'")
        .hasMessageContaining("missed is 'no'")
        .hasMessageContaining("function is missing")
        .hasMessageContaining("'a b'");
    assertThatThrownBy(
            () -> book().put("default", "t", ORDERS.replace("\"f\"", "\"g\"").getBytes(UTF_8)))
        .isInstanceOf(ControlException.class)
        .hasMessageContaining("no function 'g:$LATEST'");
  }

  private List<UUID> ids() {
    return taken.stream().map(Delivery::id).toList();
  }

  private static CloudEvent event(String id, String type, String region) {
    return CloudEventReader.read(
            "",
            Map.of(
                "ce-specversion",
                "1.0",
                "ce-id",
                id,
                "ce-source",
                "/shop",
                "ce-type",
                type,
                "ce-region",
                region),
            new byte[0])
        .getFirst();
  }

  private TriggerBook book() {
    return book(journal);
  }

  private TriggerBook book(MemoryJournal from) {
    return new TriggerBook(
        from,
        clock,
        (function, _) -> function.name().equals("f"),
        deliveries -> {
          if (full) {
            throw new ControlException(ControlException.Kind.THROTTLED, List.of("full"));
          }
          taken.addAll(deliveries);
        },
        _ -> {});
  }
}
