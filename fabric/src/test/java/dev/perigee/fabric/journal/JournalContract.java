package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
