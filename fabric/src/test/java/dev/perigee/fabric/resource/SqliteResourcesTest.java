package dev.perigee.fabric.resource;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.resource.Items.Condition;
import dev.perigee.fabric.resource.Items.Write;
import dev.perigee.fabric.resource.Messages.Message;
import dev.perigee.fabric.resource.ResourceId.Kind;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteResourcesTest {
  private static final ResourceId TABLE = new ResourceId("t", Kind.TABLE, "prices");
  private static final ResourceId QUEUE = new ResourceId("t", Kind.QUEUE, "work");
  private static final ResourceId DEAD = new ResourceId("t", Kind.QUEUE, "dead");
  private static final Condition ANY = new Condition.Any();

  @TempDir private Path folder = Path.of("");
  private final long[] nowS = {1_000};
  private @Nullable Resources opened;

  @BeforeEach
  void open() {
    Resources resources =
        SqliteResources.open(
            folder, () -> TimeUnit.SECONDS.toNanos(nowS[0]), id -> id.kind() == Kind.TABLE);
    resources.put(TABLE, ResourceSetting.DEFAULT);
    resources.put(QUEUE, new ResourceSetting(1_000, 100, 0, 30, 2, "dead"));
    resources.put(DEAD, ResourceSetting.DEFAULT);
    opened = resources;
  }

  private Resources resources() {
    return Objects.requireNonNull(opened);
  }

  @AfterEach
  void close() {
    resources().close();
  }

  private void reopen() {
    close();
    open();
  }

  @Test
  void aValueIsThereAfterARestartWithItsVersion() {
    long version = put("a", "1", ANY);
    reopen();
    Item item = resources().items().get(TABLE, "a").orElseThrow();
    assertThat(new String(item.value(), UTF_8)).isEqualTo("1");
    assertThat(item.version()).isEqualTo(version);
    assertThat(resources().items().get(TABLE, "b")).isEmpty();
  }

  @Test
  void aWriteThatWaitsForAVersionIsRefusedWhenThereIsAnother() {
    long first = put("a", "1", new Condition.Absent());
    long second = put("a", "2", new Condition.Version(first));
    assertThat(second).isGreaterThan(first);
    for (Condition condition : List.of(new Condition.Version(first), new Condition.Absent())) {
      assertThatThrownBy(() -> put("a", "3", condition))
          .isInstanceOf(FabricException.class)
          .hasMessageContaining("is at version " + second)
          .extracting(each -> ((FabricException) each).reason())
          .isEqualTo(Reason.CONFLICT);
    }
    assertThat(resources().items().delete(TABLE, "a", new Condition.Version(second), Origin.NONE))
        .isTrue();
    assertThat(resources().items().delete(TABLE, "a", ANY, Origin.NONE)).isFalse();
  }

  @Test
  void keysAreListedInOrderByPrefixAndPage() {
    for (String key : List.of("b/2", "a/1", "b/1", "b/3", "c")) {
      put(key, "x", ANY);
    }
    assertThat(keys(resources().items().list(TABLE, "b/", "", 2))).containsExactly("b/1", "b/2");
    assertThat(keys(resources().items().list(TABLE, "b/", "b/2", 2))).containsExactly("b/3");
    assertThat(keys(resources().items().list(TABLE, "", "", 10)))
        .containsExactly("a/1", "b/1", "b/2", "b/3", "c");
  }

  @Test
  void whatHasOutlivedItsTimeIsGoneAndIsSweptAway() {
    resources()
        .items()
        .put(TABLE, new Write("a", "1".getBytes(UTF_8), "", ANY, OptionalLong.of(10), Origin.NONE));
    nowS[0] += 10;
    assertThat(resources().items().get(TABLE, "a")).isEmpty();
    assertThat(put("a", "2", new Condition.Absent())).isPositive();
    nowS[0] += 10;
    assertThat(resources().items().get(TABLE, "a")).isPresent();
    resources()
        .items()
        .put(TABLE, new Write("b", "1".getBytes(UTF_8), "", ANY, OptionalLong.of(10), Origin.NONE));
    nowS[0] += 10;
    assertThat(resources().sweep()).isEqualTo(1);
    assertThat(status(TABLE).used()).isEqualTo(new ResourceStatus.Amount(2, 1));
  }

  @Test
  void aMessageIsItsTakersUntilTheLeaseEnds() {
    send("one", "two");
    List<Message> taken = receive(10);
    assertThat(taken).extracting(Message::body).containsExactly("one", "two");
    assertThat(receive(10)).isEmpty();
    assertThat(resources().messages().inFlight(QUEUE)).isEqualTo(2);
    assertThat(delete(taken.getFirst())).isEqualTo(1);
    assertThat(resources().messages().inFlight(QUEUE)).isEqualTo(1);
    nowS[0] += 31;
    assertThat(resources().messages().inFlight(QUEUE)).isZero();
    assertThat(delete(taken.getLast())).isZero();
    List<Message> again = receive(10);
    assertThat(again).extracting(Message::body).containsExactly("two");
    assertThat(again.getFirst().receives()).isEqualTo(2);
    assertThat(delete(taken.getLast())).isZero();
    assertThat(delete(again.getFirst())).isEqualTo(1);
    assertThat(status(QUEUE).used()).isEqualTo(new ResourceStatus.Amount(0, 0));
  }

  @Test
  void aLeaseCanBeMadeLongerOrGivenBack() {
    send("one");
    Message taken = receive(1).getFirst();
    assertThat(resources().messages().extend(QUEUE, taken.receipt(), 100)).isTrue();
    nowS[0] += 60;
    assertThat(receive(1)).isEmpty();
    assertThat(resources().messages().extend(QUEUE, taken.receipt(), 0)).isTrue();
    assertThat(receive(1)).hasSize(1);
    assertThat(resources().messages().extend(QUEUE, taken.receipt(), 100)).isFalse();
    assertThatThrownBy(() -> resources().messages().extend(QUEUE, "x", 1))
        .hasMessageContaining("no receipt");
  }

  @Test
  void aMessageThatIsHandedOutTooOftenIsADeadLetterAndCanBeRedriven() {
    send("poison");
    for (int i = 0; i < 2; i++) {
      assertThat(receive(1)).hasSize(1);
      nowS[0] += 31;
    }
    assertThat(receive(1)).isEmpty();
    assertThat(status(DEAD).used().count()).isEqualTo(1);
    assertThat(status(QUEUE).used()).isEqualTo(new ResourceStatus.Amount(0, 0));
    assertThat(resources().messages().redrive(DEAD, QUEUE)).isEqualTo(1);
    assertThat(receive(1).getFirst().receives()).isEqualTo(1);
    assertThat(resources().messages().purge(QUEUE)).isEqualTo(1);
  }

  @Test
  void whatIsDelayedComesLater() {
    resources().messages().send(QUEUE, List.of("late"), 20, Origin.NONE);
    assertThat(receive(1)).isEmpty();
    nowS[0] += 20;
    assertThat(receive(1)).hasSize(1);
  }

  @Test
  void aFullQueueTakesNothingOfABatch() {
    assertThatThrownBy(() -> send("x".repeat(600), "y".repeat(600)))
        .isInstanceOf(FabricException.class)
        .hasMessageContaining("queue 'work' is full");
    assertThat(status(QUEUE).used().count()).isZero();
    send("x".repeat(600));
  }

  @Test
  void changesOfWhatIsWatchedAreToldInOrderUntilTheyAreForgotten() {
    put("a", "1", ANY);
    put("b", "22", ANY);
    assertThat(resources().items().delete(TABLE, "a", ANY, new Origin("root", 3))).isTrue();
    reopen();
    List<Changes.Change> changes = resources().changes().read(10);
    assertThat(changes)
        .extracting(each -> each.operation() + " " + each.key() + " " + each.bytes())
        .containsExactly("PUT a 1", "PUT b 2", "DELETE a 0");
    assertThat(changes.getLast().origin()).isEqualTo(new Origin("root", 3));
    resources().changes().forget(changes.get(1).number());
    assertThat(resources().changes().read(10)).hasSize(1);
  }

  @Test
  void aResourceThatHoldsSomethingIsDeletedOnlyWithIt() {
    put("a", "1", ANY);
    assertThatThrownBy(() -> resources().delete(TABLE, false)).hasMessageContaining("holds 1");
    assertThat(resources().delete(TABLE, true)).isTrue();
    assertThat(resources().delete(TABLE, true)).isFalse();
    assertThatThrownBy(() -> put("a", "1", ANY)).hasMessageContaining("no table 'prices'");
    resources().put(TABLE, ResourceSetting.DEFAULT);
    assertThat(resources().items().get(TABLE, "a")).isEmpty();
  }

  @Test
  void tenantsHaveTheirOwnResourcesOfTheSameName() {
    ResourceId other = new ResourceId("u", Kind.TABLE, "prices");
    put("a", "1", ANY);
    assertThatThrownBy(() -> resources().items().get(other, "a")).hasMessageContaining("no table");
    resources().put(other, ResourceSetting.DEFAULT);
    assertThat(resources().items().get(other, "a")).isEmpty();
    assertThat(resources().list("u", Kind.TABLE)).hasSize(1);
  }

  @Test
  void whatManyWriteAtOnceIsAllThere() throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Long>> writes = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        String key = "k" + i;
        writes.add(threads.submit(() -> put(key, "x", new Condition.Absent())));
        writes.add(
            threads.submit(() -> {
              try {
                return put("same", "x", new Condition.Absent());
              } catch (FabricException refused) {
                return -1L;
              }
            }));
      }
      long won = 0;
      for (Future<Long> each : writes) {
        won += each.get() > 0 ? 1 : 0;
      }
      assertThat(won).isEqualTo(501);
    }
    assertThat(status(TABLE).used().count()).isEqualTo(501);
  }

  private ResourceStatus status(ResourceId id) {
    return resources().find(id).orElseThrow();
  }

  private long put(String key, String value, Condition condition) {
    Write write =
        new Write(
            key, value.getBytes(UTF_8), "text/plain", condition, OptionalLong.empty(), Origin.NONE);
    return resources().items().put(TABLE, write);
  }

  private static List<String> keys(List<Item> items) {
    return items.stream().map(Item::key).toList();
  }

  private void send(String... bodies) {
    assertThat(resources().messages().send(QUEUE, List.of(bodies), 0, Origin.NONE))
        .hasSize(bodies.length);
  }

  private List<Message> receive(int countMax) {
    return resources().messages().receive(QUEUE, countMax, OptionalInt.empty());
  }

  private int delete(Message message) {
    return resources().messages().delete(QUEUE, List.of(message.receipt()));
  }
}
