package dev.perigee.ledger;

import dev.perigee.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The bytes of a segment: blocks one after another, each with a header and a payload of columns,
/// both under a checksum. Opens no files: who writes hands the bytes to a file, who reads hands a
/// mapped or read buffer over.
public final class SegmentFormat {
  /// The newest version that this release writes and reads. Older ones stay readable for ever.
  public static final int VERSION = BlockHeader.VERSION;

  private SegmentFormat() {}

  public static byte[] encode(LedgerBlock block) {
    ColumnWriter columns = new ColumnWriter();
    columns.string(block.writer());
    return switch (block) {
      case LedgerBlock.Entries entries -> {
        EntryColumns.write(nonEmpty(entries.rows()), columns);
        yield framed(BlockHeader.ENTRIES, entries.rows().size(), entries.firstSequence(), columns);
      }
      case LedgerBlock.Settlements settlements -> {
        SettlementColumns.write(nonEmpty(settlements.rows()), columns);
        yield framed(BlockHeader.SETTLEMENTS, settlements.rows().size(), 0, columns);
      }
      case LedgerBlock.Windows windows -> {
        WindowColumns.write(nonEmpty(windows.rows()), columns);
        yield framed(BlockHeader.WINDOWS, windows.rows().size(), 0, columns);
      }
    };
  }

  /// Hands each intact block to `sink` in order and stops at the first that is not. A block of a
  /// newer version is an error, for to skip it would lose what was acknowledged.
  public static SegmentScan scan(ByteBuffer segment, Consumer<LedgerBlock> sink) {
    ByteBuffer bytes = BlockHeader.ordered(segment);
    int offset = 0;
    while (offset < bytes.limit()) {
      BlockHeader header;
      LedgerBlock block;
      try {
        header = intactHeader(bytes, offset);
        refuseNewer(header);
        block = decode(header, bytes.slice(offset + BlockHeader.BYTES, header.payloadBytes()));
      } catch (NewerVersion newer) {
        throw new LedgerException(newer.getMessage() + " (at byte " + offset + ")");
      } catch (LedgerException | ModelException damage) {
        return cut(bytes, offset, String.valueOf(damage.getMessage()));
      }
      sink.accept(block);
      offset += BlockHeader.BYTES + header.payloadBytes();
    }
    return new SegmentScan(offset, Optional.empty());
  }

  /// All intact blocks at once, for small segments and tests.
  public static List<LedgerBlock> blocks(byte[] segment) {
    List<LedgerBlock> blocks = new ArrayList<>();
    scan(ByteBuffer.wrap(segment), blocks::add);
    return blocks;
  }

  private static <T> List<T> nonEmpty(List<T> rows) {
    if (rows.isEmpty() || rows.size() > BlockHeader.ROWS_MAX) {
      throw new LedgerException(
          "a block holds 1.."
              + BlockHeader.ROWS_MAX
              + " rows, got "
              + rows.size()
              + "; write nothing, or several blocks");
    }
    return rows;
  }

  private static byte[] framed(int kind, int rows, long firstSequence, ColumnWriter columns) {
    byte[] payload = columns.toBytes();
    int crc = BlockHeader.checksum(ByteBuffer.wrap(payload), 0, payload.length);
    ByteBuffer out =
        ByteBuffer.allocate(BlockHeader.BYTES + payload.length).order(ByteOrder.LITTLE_ENDIAN);
    new BlockHeader(VERSION, kind, rows, payload.length, firstSequence, crc).write(out);
    return out.put(payload).array();
  }

  private static BlockHeader intactHeader(ByteBuffer bytes, int offset) {
    BlockHeader header = BlockHeader.read(bytes, offset);
    int room = bytes.limit() - offset - BlockHeader.BYTES;
    if (header.payloadBytes() < 0 || header.payloadBytes() > room) {
      throw new LedgerException(
          "the block says " + header.payloadBytes() + " bytes of payload, " + room + " are there");
    }
    int crc = BlockHeader.checksum(bytes, offset + BlockHeader.BYTES, header.payloadBytes());
    if (crc != header.crc()) {
      throw new LedgerException("the checksum of the block's payload is wrong");
    }
    return header;
  }

  private static void refuseNewer(BlockHeader header) {
    if (header.version() > VERSION || header.version() == 0) {
      throw new NewerVersion(
          "the ledger holds a block of format version "
              + header.version()
              + ", this release reads versions up to "
              + VERSION
              + ": start the release that wrote it, or a later one; nothing was changed");
    }
    if (header.kind() < BlockHeader.ENTRIES || header.kind() > BlockHeader.WINDOWS) {
      throw new LedgerException("the block is of kind " + header.kind() + ", known are 1, 2, 3");
    }
    if (header.rows() < 1 || header.rows() > BlockHeader.ROWS_MAX) {
      throw new LedgerException("the block says " + header.rows() + " rows");
    }
  }

  private static LedgerBlock decode(BlockHeader header, ByteBuffer payload) {
    ColumnReader in = new ColumnReader(payload);
    String writer = in.string();
    if (header.kind() == BlockHeader.ENTRIES && header.rows() > payload.limit() / 16) {
      throw new LedgerException(
          "the block says " + header.rows() + " entries, too many for its payload");
    }
    LedgerBlock block =
        switch (header.kind()) {
          case BlockHeader.ENTRIES ->
              new LedgerBlock.Entries(
                  writer, header.firstSequence(), EntryColumns.read(header.rows(), in));
          case BlockHeader.SETTLEMENTS ->
              new LedgerBlock.Settlements(writer, SettlementColumns.read(header.rows(), in));
          default -> new LedgerBlock.Windows(writer, WindowColumns.read(header.rows(), in));
        };
    in.end();
    return block;
  }

  private static SegmentScan cut(ByteBuffer bytes, int offset, String reason) {
    long resumesAt = -1;
    for (int at = offset + 1; at <= bytes.limit() - BlockHeader.BYTES && resumesAt < 0; at++) {
      if (bytes.getInt(at) == BlockHeader.MAGIC && isIntact(bytes, at)) {
        resumesAt = at;
      }
    }
    SegmentCut cut = new SegmentCut(offset, bytes.limit() - offset, reason, resumesAt);
    return new SegmentScan(offset, Optional.of(cut));
  }

  private static boolean isIntact(ByteBuffer bytes, int at) {
    try {
      intactHeader(bytes, at);
      return true;
    } catch (LedgerException damaged) {
      return false;
    }
  }

  /// Told apart from damage inside `scan` only.
  private static final class NewerVersion extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NewerVersion(String message) {
      super(message);
    }
  }
}
