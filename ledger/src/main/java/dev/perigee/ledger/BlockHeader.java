package dev.perigee.ledger;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/// The 32 bytes before each block, little endian. They mean the same in every version, so that an
/// older reader can tell a newer block from a damaged one:
///
/// ```
///  0 magic "PLDG" | 4 version u16 | 6 kind u8 | 7 zero u8 | 8 rows u32 | 12 payload bytes u32
/// 16 first sequence i64 | 24 CRC32C of the payload | 28 CRC32C of bytes 0..27
/// ```
///
/// @param crc checksum of the payload
record BlockHeader(int version, int kind, int rows, int payloadBytes, long firstSequence, int crc) {
  static final int BYTES = 32;
  static final int VERSION = 1;
  static final int MAGIC = 'P' | 'L' << 8 | 'D' << 16 | 'G' << 24;
  static final int ENTRIES = 1;
  static final int SETTLEMENTS = 2;
  static final int WINDOWS = 3;

  /// Far above what a flush of 250 ms writes; keeps a damaged count from asking for the whole heap.
  static final int ROWS_MAX = 1 << 20;

  void write(ByteBuffer out) {
    int start = out.position();
    out.putInt(MAGIC).putShort((short) version).put((byte) kind).put((byte) 0);
    out.putInt(rows).putInt(payloadBytes).putLong(firstSequence).putInt(crc);
    out.putInt(checksum(out, start, BYTES - 4));
  }

  /// Reads the header at `offset`, or says in the exception why there is none.
  static BlockHeader read(ByteBuffer in, int offset) {
    if (in.limit() - offset < BYTES) {
      throw new LedgerException(
          (in.limit() - offset) + " bytes are too few for a block's header of 32");
    }
    if (in.getInt(offset) != MAGIC) {
      throw new LedgerException("no block starts here: its first four bytes are not PLDG");
    }
    if (in.getInt(offset + BYTES - 4) != checksum(in, offset, BYTES - 4)) {
      throw new LedgerException("the checksum of the block's header is wrong");
    }
    return new BlockHeader(
        in.getShort(offset + 4) & 0xFFFF,
        in.get(offset + 6) & 0xFF,
        in.getInt(offset + 8),
        in.getInt(offset + 12),
        in.getLong(offset + 16),
        in.getInt(offset + 24));
  }

  static int checksum(ByteBuffer bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.slice(offset, length));
    return (int) crc.getValue();
  }

  static ByteBuffer ordered(ByteBuffer bytes) {
    return bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
