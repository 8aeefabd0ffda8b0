package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every journal does.
abstract class JournalContract {
  private Journal journal;

  abstract Journal open();

  @BeforeEach
  void openJournal() {
    journal = open();
  }

  @AfterEach
  void closeJournal() {
    journal.close();
  }

  static JournalRecord draft(String text) {
    return JournalRecord.draft("note", "acme", 1_795_000_000_000_000_000L, text.getBytes(UTF_8));
  }

  static List<JournalRecord> readAll(Journal journal, long from) {
    List<JournalRecord> records = new ArrayList<>();
    journal.read(from, records::add);
    return records;
  }

  @Test
  void numbersRecordsDenselyFromZero() {
    assertThat(journal.nextOffset()).isZero();
    for (int i = 0; i < 5; i++) {
      assertThat(journal.appendAndWait(draft("r" + i))).isEqualTo(i);
    }
    assertThat(journal.nextOffset()).isEqualTo(5);
  }

  @Test
  void readsBackWhatWasAppended() {
    journal.appendAndWait(draft("a"));
    journal.appendAndWait(draft("grüße"));
    assertThat(readAll(journal, 0)).containsExactly(draft("a").at(0), draft("grüße").at(1));
  }

  @Test
  void readsTheSameFromAnOffsetEachTime() {
    for (int i = 0; i < 3000; i++) {
      var _ = journal.append(draft("r" + i));
    }
    journal.appendAndWait(draft("last"));
    List<JournalRecord> first = readAll(journal, 1234);
    assertThat(first).hasSize(1767).isEqualTo(readAll(journal, 1234));
    assertThat(first.getFirst().offset()).isEqualTo(1234);
  }

  @Test
  void readsAtMostAsManyAsAsked() {
    for (int i = 0; i < 10; i++) {
      journal.appendAndWait(draft("r" + i));
    }
    List<JournalRecord> found = new ArrayList<>();
    assertThat(journal.read(2, 3, found::add)).isEqualTo(5);
    assertThat(found).extracting(JournalRecord::offset).containsExactly(2L, 3L, 4L);
    assertThat(journal.read(10, 3, found::add)).isEqualTo(10);
  }

  @Test
  void letsGoOfWhatIsReplacedAndOfNothingElse() {
    for (int i = 0; i < 2999; i++) {
      var _ = journal.append(draft("r" + i));
    }
    journal.appendAndWait(draft("r2999"));
    List<Long> even = LongStream.range(0, 1500).map(i -> 2 * i).boxed().toList();
    assertThat(journal.replaceAndWait(even, draft("sum"))).isEqualTo(3000);
    List<Long> run = LongStream.range(500, 1500).map(i -> 2 * i + 1).boxed().toList();
    assertThat(journal.replaceAndWait(run, draft("sum of more"))).isEqualTo(3001);
    List<JournalRecord> left = readAll(journal, 0);
    assertThat(left).hasSize(502).isSortedAccordingTo(Comparator.comparing(JournalRecord::offset));
    assertThat(left).startsWith(draft("r1").at(1)).endsWith(draft("sum of more").at(3001));
    assertThat(readAll(journal, 998))
        .extracting(JournalRecord::offset)
        .containsExactly(999L, 3000L, 3001L);
    assertThat(journal.read(1000, 10, r -> fail("there is none"))).isEqualTo(1010);
    assertThat(journal.nextOffset()).isEqualTo(3002);
  }

  @Test
  void replacesNothingThatIsNotThere() {
    for (int i = 0; i < 4; i++) {
      journal.appendAndWait(draft("r" + i));
    }
    journal.replaceAndWait(List.of(1L), draft("sum"));
    assertRefused(() -> journal.replaceAndWait(List.of(0L, 1L), draft("again")), "gone already");
    assertRefused(() -> journal.replaceAndWait(List.of(5L), draft("later")), "below 5");
    assertRefused(() -> journal.replaceAndWait(List.of(3L, 2L), draft("back")), "ascend");
    assertThat(readAll(journal, 0))
        .extracting(JournalRecord::offset)
        .containsExactly(0L, 2L, 3L, 4L);
  }

  @Test
  void readsTheKindsThatAreAskedForInOrder() {
    for (int i = 0; i < 5000; i++) {
      String kind = "kind-" + i % 3;
      var _ = journal.append(JournalRecord.draft(kind, "acme", i, new byte[0]));
    }
    journal.appendAndWait(draft("last"));
    List<JournalRecord> found = new ArrayList<>();
    journal.read(Set.of("kind-0", "kind-2", "none"), found::add);
    assertThat(found)
        .hasSize(3333)
        .isSortedAccordingTo(Comparator.comparing(JournalRecord::offset));
    assertThat(found).extracting(JournalRecord::kind).containsOnly("kind-0", "kind-2");
  }

  @Test
  void refusesToReadOutsideOfTheJournal() {
    journal.appendAndWait(draft("a"));
    assertRefused(() -> readAll(journal, 2), "offset 2");
    assertRefused(() -> readAll(journal, -1), "offset -1");
  }

  @Test
  void refusesARecordThatHasAnOffsetAlready() {
    assertRefused(() -> journal.append(draft("a").at(3)), "already has an offset");
  }

  @Test
  void refusesAPayloadAboveTheBound() {
    byte[] tooLarge = new byte[JournalRecord.MAX_PAYLOAD_BYTES + 1];
    assertRefused(() -> JournalRecord.draft("note", "acme", 0, tooLarge), "8388608 bytes");
  }

  @Test
  void givesEachOfManyWritersItsOwnOffset() throws Exception {
    int writers = 8;
    int each = 100;
    List<Long> offsets = new ArrayList<>();
    try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<List<Long>>> all = new ArrayList<>();
      for (int w = 0; w < writers; w++) {
        String name = "w" + w;
        all.add(pool.submit(() -> appendMany(name, each)));
      }
      for (Future<List<Long>> one : all) {
        assertThat(one.get()).isSorted();
        offsets.addAll(one.get());
      }
    }
    assertThat(offsets).doesNotHaveDuplicates().hasSize(writers * each);
    assertThat(journal.nextOffset()).isEqualTo(offsets.size());
  }

  private List<Long> appendMany(String writer, int count) {
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      waiting.add(journal.append(draft(writer + i)));
    }
    return waiting.stream().map(CompletableFuture::join).toList();
  }

  @Test
  void refusesWorkOnceItIsClosed() {
    journal.close();
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> journal.append(draft("late")))
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.CLOSED));
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String text) {
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(call)
        .withMessageContaining(text)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
  }
}
