package dev.perigee.fabric.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.ChildJvm;
import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentDiskTest {
  @TempDir Path folder;

  @Test
  void refusesAndCountsOnAFullDiskAndWritesAllOnceThereIsRoom() throws Exception {
    Path disk = folder.resolve("disk");
    boolean mounted = ChildJvm.mount(disk, "-t", "tmpfs", "-o", "size=1m", "tmpfs");
    Assumptions.assumeTrue(mounted, "needs root that may mount");
    try {
      fillAndHeal(disk);
    } finally {
      ChildJvm.unmount(disk);
    }
  }

  private static void fillAndHeal(Path disk) throws Exception {
    Path ballast = Files.write(disk.resolve("ballast"), new byte[600_000]);
    SegmentOptions options = new SegmentOptions(64 << 10, Long.MAX_VALUE, 200_000);
    try (SegmentStore store =
        SegmentStore.open(disk.resolve("ledger"), options, TailCheck.NONE, r -> {})) {
      int taken = fill(store);
      assertThat(store.refusedBlocks()).isEqualTo(1);
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(store::sync)
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DISK_FULL));
      Files.delete(ballast);
      store.sync();
      assertThat(store.syncedOffset()).isEqualTo(taken * 10_000L);
      byte[] all = store.read(0, taken * 10_000);
      for (int i = 0; i < taken; i++) {
        assertThat(all[i * 10_000]).isEqualTo((byte) i);
        assertThat(all[i * 10_000 + 9_999]).isEqualTo((byte) i);
      }
    }
  }

  private static int fill(SegmentStore store) {
    for (int i = 0; ; i++) {
      byte[] block = new byte[10_000];
      java.util.Arrays.fill(block, (byte) i);
      try {
        store.append(block, 1);
      } catch (FabricException e) {
        assertThat(e.reason()).isEqualTo(Reason.DISK_FULL);
        assertThat(e).hasMessageContaining("refused a block of 10000 bytes");
        return i;
      }
    }
  }

  @Test
  void isFlushedAndSyncedByAPulseOfTheOwner() throws Exception {
    List<FabricException> failures = new ArrayList<>();
    try (ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        SegmentStore store =
            SegmentStore.open(folder, SegmentOptions.DEFAULT, TailCheck.NONE, r -> {});
        SegmentPulse pulse = SegmentPulse.start(store, executor, failures::add)) {
      assertThat(pulse).isNotNull();
      store.append(new byte[100], 1);
      long endNs = System.nanoTime() + 10_000_000_000L;
      while (store.syncedOffset() < 100) {
        assertThat(System.nanoTime()).as("deadline").isLessThan(endNs);
        Thread.onSpinWait();
      }
    }
    assertThat(failures).isEmpty();
  }
}
