package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/// CRC-32C over every field of a record. Lengths go in before texts, so that no two records share
/// their bytes.
final class RecordChecksum {
  private static final int FIXED_BYTES = Long.BYTES * 2 + Integer.BYTES * 4;

  private RecordChecksum() {}

  static long of(JournalRecord r) {
    byte[] kind = r.kind().getBytes(UTF_8);
    byte[] tenant = r.tenant().getBytes(UTF_8);
    ByteBuffer head = ByteBuffer.allocate(FIXED_BYTES + kind.length + tenant.length);
    head.putLong(r.offset()).putInt(r.version()).putLong(r.utcNs());
    head.putInt(kind.length).put(kind).putInt(tenant.length).put(tenant);
    head.putInt(r.payload().length).flip();
    CRC32C crc = new CRC32C();
    crc.update(head);
    crc.update(r.payload());
    return crc.getValue();
  }
}
