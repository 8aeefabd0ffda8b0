package dev.perigee.runtime.node;

import dev.perigee.fabric.segment.Page;
import dev.perigee.fabric.segment.SegmentStore;
import dev.perigee.ledger.LedgerBuffer;
import dev.perigee.ledger.Settlement;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import dev.perigee.world.Clock;
import dev.perigee.world.node.NodePort.LedgerPage;
import java.util.ArrayDeque;
import java.util.List;

/// One node's ledger: rows collect in a buffer and go to the segment files as columnar blocks. When
/// the buffer is full, whoever adds a row writes it out; when the disk is full too, blocks wait in
/// memory up to a bound, and beyond it adding a row fails.
public final class NodeLedger {
  /// Rows that may wait for the next flush.
  public static final int ROW_COUNT_MAX = 1 << 17;

  private static final int UNWRITTEN_BLOCK_COUNT_MAX = 64;

  private final LedgerBuffer buffer;
  private final SegmentStore store;
  private final Clock clock;
  private final ArrayDeque<byte[]> unwritten = new ArrayDeque<>();

  public NodeLedger(LedgerBuffer buffer, SegmentStore store, Clock clock) {
    this.buffer = buffer;
    this.store = store;
    this.clock = clock;
  }

  /// Adds an entry and returns its number.
  public long append(LedgerEntry entry) {
    long sequence = buffer.append(entry);
    while (sequence == LedgerBuffer.FULL) {
      makeRoom();
      sequence = buffer.append(entry);
    }
    return sequence;
  }

  public void close(NodeWindow window, List<Settlement> settlements) {
    buffer.close(window, settlements);
  }

  private synchronized void makeRoom() {
    if (!takeOut()) {
      flush();
    }
  }

  /// Takes what has collected out of the buffer; false when too much of it is unwritten already.
  private boolean takeOut() {
    if (unwritten.size() >= UNWRITTEN_BLOCK_COUNT_MAX) {
      return false;
    }
    byte[] block = buffer.drain();
    if (block.length > 0) {
      unwritten.add(block);
    }
    return true;
  }

  /// Brings everything to the operating system, so that it survives the process.
  public synchronized void flush() {
    var _ = takeOut();
    while (!unwritten.isEmpty()) {
      store.append(unwritten.element(), clock.utcNs());
      unwritten.remove();
    }
    store.flush();
  }

  /// Bytes that are written, from an offset on.
  public LedgerPage read(long offsetBytes, int bytesMax) {
    Page page = store.page(offsetBytes, bytesMax);
    return new LedgerPage(page.offset(), page.bytes());
  }
}
