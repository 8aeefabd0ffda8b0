package dev.perigee.platform.nodes;

import dev.perigee.fabric.segment.Chunk;
import dev.perigee.fabric.segment.Page;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.fabric.segment.SegmentStore;
import dev.perigee.ledger.LedgerBlock;
import dev.perigee.ledger.SegmentCut;
import dev.perigee.ledger.SegmentFormat;
import dev.perigee.ledger.SegmentScan;
import dev.perigee.world.node.NodePort.LedgerPage;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/// The control plane's copy of a node's ledger: the same bytes at the same offsets in the same
/// files. It grows by asking for what comes after its end, so asking twice changes nothing, and
/// after a time without contact it is complete again.
public final class RemoteLedger implements AutoCloseable {
  private static final int CHUNK_BYTES = 1 << 20;
  private static final int PAGE_BYTES = 16 << 20;
  private static final int PULLS_PER_SYNC = 16;

  private final SegmentStore replica;
  private int pulls;

  private RemoteLedger(SegmentStore replica) {
    this.replica = replica;
  }

  /// @param report gets a line if something torn had to be cut off; it is asked for again
  public static RemoteLedger open(Path folder, Consumer<String> report) {
    return new RemoteLedger(
        SegmentStore.open(
            folder,
            SegmentOptions.DEFAULT,
            segment -> (int) SegmentFormat.scan(segment, _ -> {}).validBytes(),
            report));
  }

  /// Asks until the end is reached. Called by one thread at a time.
  void pull(Function<NodeCall, NodeAnswer> node) {
    while (node.apply(new NodeCall.Ledger(replica.endOffset(), CHUNK_BYTES))
            instanceof NodeAnswer.Ledger page
        && page.bytes().length > 0) {
      replica.mirror(
          new Chunk(
              page.offsetBytes(), page.segmentOffsetBytes(), page.segmentUtcNs(), page.bytes()));
      replica.flush();
    }
    if (++pulls % PULLS_PER_SYNC == 0) {
      replica.sync();
    }
  }

  LedgerPage read(long offsetBytes, int bytesMax) {
    Page page = replica.page(offsetBytes, bytesMax);
    return new LedgerPage(page.offset(), page.bytes());
  }

  /// Invocations with an entry in blocks from an offset on; the offset may lie inside a block.
  Set<UUID> invocationsFrom(long fromOffset) {
    Set<UUID> found = new HashSet<>();
    long offset = fromOffset;
    long step;
    do {
      Page page = replica.page(offset, PAGE_BYTES);
      SegmentScan scan =
          SegmentFormat.scan(ByteBuffer.wrap(page.bytes()), block -> collect(block, found));
      step = Math.max(scan.validBytes(), scan.cut().map(SegmentCut::resumesAtBytes).orElse(-1L));
      offset = page.offset() + step;
    } while (step > 0);
    return found;
  }

  private static void collect(LedgerBlock block, Set<UUID> found) {
    if (block instanceof LedgerBlock.Entries entries) {
      entries.rows().forEach(entry -> found.add(entry.invocationId()));
    }
  }

  void deleteOlderThan(long utcNs) {
    var _ = replica.deleteOlderThan(utcNs, Long.MAX_VALUE);
  }

  long endOffset() {
    return replica.endOffset();
  }

  @Override
  public void close() {
    replica.close();
  }
}
