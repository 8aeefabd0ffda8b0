package dev.perigee.cli.live;

import dev.perigee.fabric.segment.Chunk;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.fabric.segment.SegmentStore;
import dev.perigee.ledger.LedgerBuffer;
import dev.perigee.ledger.LedgerFilter;
import dev.perigee.ledger.LedgerReader;
import dev.perigee.ledger.LedgerRecovery;
import dev.perigee.ledger.SegmentFormat;
import dev.perigee.runtime.node.NodeLedger;
import dev.perigee.world.Clock;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;

/// A node's ledger on disk, recovered and ready to be written.
public record OpenLedger(NodeLedger ledger, SegmentStore store) {
  private static final int PAGE_BYTES = 64 << 20;

  /// Opens or creates it; what a crash left without its window is settled as it was answered.
  ///
  /// @param segments how long its files are
  /// @param report gets a line for what had to be cut off
  public static OpenLedger open(
      Path folder, String writer, Clock clock, SegmentOptions segments, Consumer<String> report) {
    SegmentStore store =
        SegmentStore.open(
            folder,
            segments,
            segment -> (int) SegmentFormat.scan(segment, _ -> {}).validBytes(),
            report);
    LedgerRecovery recovery = recover(store, writer);
    byte[] settled = recovery.settleAsProvisional();
    if (settled.length > 0) {
      store.append(settled, clock.utcNs());
      store.flush();
    }
    LedgerBuffer buffer =
        new LedgerBuffer(writer, recovery.nextSequence(), NodeLedger.ROW_COUNT_MAX);
    return new OpenLedger(new NodeLedger(buffer, store, clock), store);
  }

  /// Bytes of one file from an offset on, for a copy, which may only hold what the original can't
  /// lose any more.
  public Chunk durable(long offsetBytes, int bytesMax) {
    ledger.flush();
    if (store.flushedOffset() != store.syncedOffset()) {
      store.sync();
    }
    return store.chunk(Math.max(offsetBytes, store.startOffset()), bytesMax);
  }

  private static LedgerRecovery recover(SegmentStore store, String writer) {
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, _ -> {});
    long offset = store.startOffset();
    byte[] page = store.read(offset, PAGE_BYTES);
    while (page.length > 0) {
      long valid = SegmentFormat.scan(ByteBuffer.wrap(page), reader::accept).validBytes();
      if (valid == 0) {
        break;
      }
      offset += valid;
      page = store.read(offset, PAGE_BYTES);
    }
    return numbered(reader.recovery(writer), store);
  }

  /// Where the files that are left have no entries, numbers go on behind all that can have been
  /// given: an entry takes more than a byte.
  private static LedgerRecovery numbered(LedgerRecovery found, SegmentStore store) {
    return found.nextSequence() == 0 && store.startOffset() > 0
        ? new LedgerRecovery(found.writer(), store.endOffset(), found.open())
        : found;
  }
}
