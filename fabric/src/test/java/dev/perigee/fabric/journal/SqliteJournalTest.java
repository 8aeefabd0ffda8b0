package dev.perigee.fabric.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteJournalTest extends JournalContract {
  private static final JournalOptions OPTIONS = JournalOptions.of("0.1.0");

  @TempDir Path folder;

  private final List<String> reports = new ArrayList<>();

  @Override
  Journal open() {
    return SqliteJournal.open(folder, OPTIONS, reports::add);
  }

  private SqliteJournal openOther(String name, JournalOptions options) {
    return SqliteJournal.open(folder.resolve(name), options, reports::add);
  }

  @Test
  void keepsEverythingAcrossAClose() {
    try (Journal first = openOther("kept", OPTIONS)) {
      first.appendAndWait(draft("a"));
      first.appendAndWait(draft("b"));
    }
    try (Journal second = openOther("kept", OPTIONS)) {
      assertThat(second.nextOffset()).isEqualTo(2);
      assertThat(second.appendAndWait(draft("c"))).isEqualTo(2);
      assertThat(readAll(second, 0)).hasSize(3);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void writesWhatWasTakenBeforeItCloses() {
    List<CompletableFuture<Long>> waiting = new ArrayList<>();
    try (Journal first = openOther("drained", OPTIONS)) {
      for (int i = 0; i < 2000; i++) {
        waiting.add(first.append(draft("r" + i)));
      }
    }
    assertThat(waiting).allSatisfy(f -> assertThat(f).isCompleted());
  }

  @Test
  void refusesOnceTheQueueStaysFull() {
    CountDownLatch release = new CountDownLatch(1);
    try (Journal slow = openOther("full", OPTIONS.withQueue(2, 20_000_000L))) {
      block(slow, release);
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> appendMany(slow, 5))
          .withMessageContaining("2 records")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.BUSY));
      release.countDown();
      assertThat(slow.appendAndWait(draft("goes on"))).isPositive();
    }
  }

  /// Stops the journal's own thread. A record that is durable before anybody asks for its end is
  /// answered here instead: then another is needed.
  private static void block(Journal journal, CountDownLatch release) {
    Thread here = Thread.currentThread();
    AtomicBoolean early = new AtomicBoolean();
    do {
      early.set(false);
      var _ =
          journal
              .append(draft("blocks"))
              .thenRun(() -> {
                if (Thread.currentThread().equals(here)) {
                  early.set(true);
                } else {
                  awaitQuietly(release);
                }
              });
    } while (early.get());
  }

  private static void appendMany(Journal journal, int count) {
    for (int i = 0; i < count; i++) {
      var _ = journal.append(draft("r" + i));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void failsClearlyWhenThereIsNoRoomAndWorksAgainOnceThereIs() {
    JournalRecord large = JournalRecord.draft("blob", "acme", 1, new byte[100_000]);
    long acknowledged = 0;
    try (Journal small = openOther("room", OPTIONS.withMaxPages(100))) {
      FabricException failure = null;
      while (failure == null) {
        try {
          acknowledged = small.appendAndWait(large) + 1;
        } catch (FabricException e) {
          failure = e;
        }
      }
      assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
      assertThat(failure).hasMessageContaining("no room").hasMessageContaining("make room");
      assertThat(acknowledged).isBetween(2L, 4L);
      assertThat(small.appendAndWait(draft("small still fits"))).isEqualTo(acknowledged);
    }
    try (Journal roomy = openOther("room", OPTIONS)) {
      assertThat(roomy.appendAndWait(large)).isEqualTo(acknowledged + 1);
      assertThat(readAll(roomy, 0)).hasSize((int) acknowledged + 2);
    }
  }

  @Test
  void refusesASecondOpeningInTheSameProcess() {
    try (Journal first = openOther("twice", OPTIONS)) {
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> openOther("twice", OPTIONS))
          .withMessageContaining("in use by this process")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED));
      assertThat(first.appendAndWait(draft("undisturbed"))).isZero();
    }
  }
}
