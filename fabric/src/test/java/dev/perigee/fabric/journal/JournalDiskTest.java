package dev.perigee.fabric.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.ChildJvm;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Real disks: full, read-only, taken by another process.
class JournalDiskTest {
  private static final JournalOptions OPTIONS = JournalOptions.of("0.1.0");

  @TempDir Path folder;

  private final List<String> reports = new ArrayList<>();
  private boolean mounted;

  private Path disk() {
    return folder.resolve("disk");
  }

  private void mountDisk(String... options) throws Exception {
    mounted = ChildJvm.mount(disk(), options);
    Assumptions.assumeTrue(mounted, "needs root that may mount");
  }

  @AfterEach
  void unmountDisk() throws Exception {
    if (mounted) {
      ChildJvm.unmount(disk());
    }
  }

  private SqliteJournal open() {
    return SqliteJournal.open(disk(), OPTIONS, reports::add);
  }

  @Test
  void losesNothingAcknowledgedOnAFullDiskAndWorksAgainOnceThereIsRoom() throws Exception {
    mountDisk("-t", "tmpfs", "-o", "size=4m", "tmpfs");
    Path ballast = Files.write(disk().resolve("ballast"), new byte[1 << 20]);
    JournalRecord large = JournalRecord.draft("blob", "acme", 1, new byte[50_000]);
    int acknowledged = 0;
    try (Journal journal = open()) {
      FabricException failure = null;
      while (failure == null) {
        try {
          assertThat(journal.appendAndWait(large)).isEqualTo(acknowledged);
          acknowledged++;
        } catch (FabricException e) {
          failure = e;
        }
      }
      assertThat(failure).hasMessageContaining("no room on the disk");
      assertThat(failure.reason()).isEqualTo(Reason.DISK_FULL);
      assertThat(JournalContract.readAll(journal, 0)).hasSize(acknowledged);
      Files.delete(ballast);
      assertThat(journal.appendAndWait(large)).isEqualTo(acknowledged);
    }
    try (Journal journal = open()) {
      assertThat(JournalContract.readAll(journal, 0)).hasSize(acknowledged + 1);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void saysInOneLineThatTheFolderIsReadOnly() throws Exception {
    mountDisk("-t", "tmpfs", "-o", "ro,size=1m", "tmpfs");
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(this::open)
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.READ_ONLY))
        .satisfies(
            e -> assertThat(e.getMessage()).contains("can't be written").doesNotContain("\n"));
  }

  @Test
  void saysInOneLineThatAnotherProcessHasTheFolder() throws Exception {
    Process child = ChildJvm.start(AppendingChild.class, disk().toString(), "x");
    try (var out = child.inputReader()) {
      assertThat(out.readLine()).startsWith("ack ");
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(this::open)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.LOCKED))
          .withMessageContaining("in use by process " + child.pid());
    } finally {
      child.destroyForcibly().waitFor();
    }
    try (Journal journal = open()) {
      assertThat(journal.nextOffset()).isPositive();
    }
  }
}
