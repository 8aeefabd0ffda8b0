package dev.perigee.fabric.segment;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentStoreTest {
  private static final long HOUR_NS = 3_600_000_000_000L;
  private static final SegmentOptions SMALL = new SegmentOptions(100, HOUR_NS, 1000);

  @TempDir Path folder;

  private final List<String> reports = new ArrayList<>();

  private SegmentStore open(String name, SegmentOptions options) {
    return SegmentStore.open(
        folder.resolve(name), options, SegmentStoreTest::wholeBlocks, reports::add);
  }

  /// Blocks of these tests are a length byte and as many bytes of that value.
  private static int wholeBlocks(ByteBuffer bytes) {
    int at = 0;
    while (at < bytes.limit() && at + 1 + bytes.get(at) <= bytes.limit()) {
      at += 1 + bytes.get(at);
    }
    return at;
  }

  private static byte[] block(int length) {
    byte[] bytes = new byte[1 + length];
    java.util.Arrays.fill(bytes, (byte) length);
    return bytes;
  }

  @Test
  void readsAcrossTheBoundariesOfFiles() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (SegmentStore store = open("s", SMALL)) {
      for (int i = 1; i <= 40; i++) {
        assertThat(store.append(block(i), i)).isEqualTo(all.size());
        all.writeBytes(block(i));
      }
      store.flush();
      assertThat(store.files()).hasSizeGreaterThan(5);
      assertThat(store.read(0, 10_000)).isEqualTo(all.toByteArray());
      assertThat(store.read(95, 200))
          .isEqualTo(java.util.Arrays.copyOfRange(all.toByteArray(), 95, 295));
      assertThat(store.read(store.endOffset(), 10)).isEmpty();
    }
  }

  @Test
  void showsOnlyWhatIsFlushedAndGivesAwayOnlyWhatIsSynced() {
    try (SegmentStore store = open("s", SMALL)) {
      store.append(block(5), 1);
      assertThat(store.flushedOffset()).isZero();
      assertThat(store.read(0, 100)).isEmpty();
      store.flush();
      assertThat(store.read(0, 100)).isEqualTo(block(5));
      assertThat(store.chunk(0, 100).bytes()).isEmpty();
      store.sync();
      assertThat(store.chunk(0, 100).bytes()).isEqualTo(block(5));
    }
  }

  @Test
  void goesOnWhereItEnded() {
    try (SegmentStore store = open("s", SMALL)) {
      store.append(block(10), 1);
    }
    try (SegmentStore store = open("s", SMALL)) {
      assertThat(store.append(block(3), 2)).isEqualTo(11);
      assertThat(store.files()).hasSize(1);
    }
    assertThat(reports).isEmpty();
  }

  @Test
  void beginsAFileEachHour() {
    try (SegmentStore store = open("s", SMALL)) {
      store.append(block(1), 5);
      store.append(block(1), 5 + HOUR_NS - 1);
      store.append(block(1), 5 + HOUR_NS);
      store.flush();
      assertThat(store.files()).hasSize(2);
    }
  }

  @Test
  void cutsOffATornBlockAndSaysSo() throws Exception {
    Path file;
    try (SegmentStore store = open("s", SMALL)) {
      store.append(block(10), 1);
      file = store.files().getFirst();
    }
    Files.write(file, new byte[] {9, 9, 9}, StandardOpenOption.APPEND);
    try (SegmentStore store = open("s", SMALL)) {
      assertThat(store.endOffset()).isEqualTo(11);
    }
    assertThat(reports)
        .singleElement()
        .asString()
        .contains("cut off 3 torn bytes behind offset 11");
  }

  @Test
  void takesBytesOfAnOffsetOnlyOnce() {
    try (SegmentStore store = open("s", SMALL)) {
      assertThat(store.appendAt(0, block(9), 1)).isEqualTo(10);
      assertThat(store.appendAt(0, block(9), 1)).isZero();
      byte[] both = "\tnine bytes".getBytes(UTF_8);
      assertThat(store.appendAt(5, both, 1)).isEqualTo(both.length - 5);
      assertThat(store.endOffset()).isEqualTo(5 + both.length);
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> store.appendAt(17, block(1), 1))
          .withMessageContaining("at offset 17: the store ends at 16")
          .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.REFUSED));
    }
  }

  @Test
  void mirrorsTheSameFilesWhateverTheChunks() throws Exception {
    try (SegmentStore source = open("source", SMALL);
        SegmentStore replica = open("replica", SMALL)) {
      for (int i = 1; i <= 40; i++) {
        source.append(block(i), i);
      }
      source.sync();
      copy(source, replica, 0, 37);
      copy(source, replica, 200, 64);
      replica.sync();
      assertThat(replica.files().stream().map(Path::getFileName))
          .isEqualTo(source.files().stream().map(Path::getFileName).toList());
      assertThat(replica.read(0, 10_000)).isEqualTo(source.read(0, 10_000));
    }
    try (SegmentStore again = open("replica", SMALL)) {
      assertThat(again.endOffset()).isEqualTo(860);
    }
    assertThat(reports).isEmpty();
  }

  private static void copy(SegmentStore source, SegmentStore replica, long from, int chunkBytes) {
    Chunk chunk = source.chunk(from, chunkBytes);
    while (chunk.bytes().length > 0) {
      replica.mirror(chunk);
      chunk = source.chunk(chunk.endOffset(), chunkBytes);
    }
  }

  @Test
  void mirrorsASourceWhoseOldFilesAreGone() {
    try (SegmentStore source = open("source", SMALL);
        SegmentStore replica = open("replica", SMALL)) {
      for (int i = 1; i <= 40; i++) {
        source.append(block(i), i);
      }
      source.sync();
      assertThat(source.deleteOlderThan(20, Long.MAX_VALUE)).isPositive();
      assertThat(source.startOffset()).isPositive();
      copy(source, replica, source.startOffset(), 1000);
      assertThat(replica.startOffset()).isEqualTo(source.startOffset());
      assertThat(replica.endOffset()).isEqualTo(source.endOffset());
      assertThatExceptionOfType(FabricException.class)
          .isThrownBy(() -> source.read(0, 10))
          .withMessageContaining("the store holds offsets " + source.startOffset());
    }
  }

  @Test
  void deletesOnlyWholeFilesThatAreOldAndCopied() {
    try (SegmentStore store = open("s", SMALL)) {
      for (int i = 1; i <= 40; i++) {
        store.append(block(i), i);
      }
      store.flush();
      int all = store.files().size();
      assertThat(store.deleteOlderThan(0, Long.MAX_VALUE)).isZero();
      assertThat(store.deleteOlderThan(Long.MAX_VALUE, 0)).isZero();
      assertThat(store.files()).hasSize(all);
      assertThat(store.deleteOlderThan(Long.MAX_VALUE, 300)).isBetween(100L, 300L);
      assertThat(store.page(0, 10_000).offset()).isEqualTo(store.startOffset());
      assertThat(store.page(0, 10_000).bytes()).isEqualTo(store.read(store.startOffset(), 10_000));
      assertThat(store.deleteOlderThan(Long.MAX_VALUE, Long.MAX_VALUE)).isPositive();
      assertThat(store.files()).hasSize(1);
      assertThat(store.append(block(3), 50)).isEqualTo(860);
    }
    try (SegmentStore again = open("s", SMALL)) {
      assertThat(again.endOffset()).isEqualTo(864);
    }
  }

  @Test
  void readsWhileOldFilesGo() throws Exception {
    try (SegmentStore store = open("s", SMALL)) {
      for (int i = 1; i <= 100; i++) {
        store.append(block(100), i);
      }
      store.flush();
      Thread deleting =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= 100; i++) {
                  var _ = store.deleteOlderThan(i, Long.MAX_VALUE);
                }
              });
      long offset = 0;
      for (Page page = store.page(0, 70); page.bytes().length > 0; page = store.page(offset, 70)) {
        assertThat(page.offset()).isGreaterThanOrEqualTo(offset);
        offset = page.offset() + page.bytes().length;
      }
      deleting.join();
      assertThat(offset).isEqualTo(store.endOffset());
    }
  }

  @Test
  void refusesToOpenWithAFileMissing() throws Exception {
    try (SegmentStore store = open("s", SMALL)) {
      for (int i = 1; i <= 40; i++) {
        store.append(block(i), i);
      }
      store.flush();
      Files.delete(store.files().get(2));
    }
    assertThatExceptionOfType(FabricException.class)
        .isThrownBy(() -> open("s", SMALL))
        .withMessageContaining("put back the missing bytes")
        .satisfies(e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
  }
}
