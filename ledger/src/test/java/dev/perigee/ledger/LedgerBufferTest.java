package dev.perigee.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.model.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class LedgerBufferTest {

  @Test
  void numbersEntriesAcrossDrains() {
    List<LedgerEntry> entries = RandomEntries.list(1, 5);
    LedgerBuffer buffer = new LedgerBuffer("w", 40, 100);
    assertThat(buffer.append(entries.get(0))).isEqualTo(40);
    assertThat(buffer.append(entries.get(1))).isEqualTo(41);
    assertThat(SegmentFormat.blocks(buffer.drain()))
        .containsExactly(new LedgerBlock.Entries("w", 40, entries.subList(0, 2)));
    assertThat(buffer.drain()).isEmpty();
    assertThat(buffer.append(entries.get(2))).isEqualTo(42);
  }

  @Test
  void saysWhenItIsFullAndTakesMoreAfterDrain() {
    List<LedgerEntry> entries = RandomEntries.list(1, 5);
    LedgerBuffer buffer = new LedgerBuffer("w", 0, 2);
    assertThat(buffer.append(entries.get(0))).isZero();
    assertThat(buffer.append(entries.get(1))).isEqualTo(1);
    assertThat(buffer.append(entries.get(2))).isEqualTo(LedgerBuffer.FULL);
    assertThat(buffer.pending()).isEqualTo(2);
    buffer.drain();
    assertThat(buffer.append(entries.get(2))).isEqualTo(2);
  }

  @Test
  void losesNothingOfManyThreads() throws InterruptedException, ExecutionException {
    LedgerBuffer buffer = new LedgerBuffer("w", 0, 1_000_000);
    List<LedgerEntry> read = new ArrayList<>();
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, read::add);
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      List<Future<?>> writers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        List<LedgerEntry> entries = RandomEntries.list(i, 2_000);
        writers.add(threads.submit(() -> entries.forEach(buffer::append)));
      }
      while (writers.stream().anyMatch(writer -> !writer.isDone())) {
        SegmentFormat.blocks(buffer.drain()).forEach(reader::accept);
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    }
    SegmentFormat.blocks(buffer.drain()).forEach(reader::accept);
    assertThat(reader.finish().missing()).isZero();
    assertThat(read).hasSize(8_000);
    assertThat(read).extracting(LedgerEntry::invocationId).doesNotHaveDuplicates();
  }
}
