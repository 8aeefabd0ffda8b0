package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// Unpacks the content of entries, never more than the directory says.
final class EntryReader implements AutoCloseable {
  private static final int STORED = 0;

  private final byte[] zip;
  private final ByteBuffer view;
  private final Inflater inflater = new Inflater(true);
  private final byte[] buffer = new byte[64 << 10];

  EntryReader(byte[] zip) {
    this.zip = zip;
    this.view = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
  }

  void copy(ZipEntryInfo entry, OutputStream out) throws IOException {
    int start = contentStart(entry);
    CRC32 crc = new CRC32();
    long unpacked =
        entry.method() == STORED ? store(entry, start, crc, out) : inflate(entry, start, crc, out);
    if (unpacked != entry.unpackedBytes() || crc.getValue() != entry.crc32()) {
      throw damaged(entry);
    }
  }

  private int contentStart(ZipEntryInfo entry) {
    long header = entry.headerOffset();
    if (header + ZipDirectory.LOCAL_BYTES > zip.length
        || view.getInt((int) header) != ZipDirectory.LOCAL_MAGIC) {
      throw damaged(entry);
    }
    int nameBytes = Short.toUnsignedInt(view.getShort((int) header + 26));
    int extraBytes = Short.toUnsignedInt(view.getShort((int) header + 28));
    long name = header + ZipDirectory.LOCAL_BYTES;
    long start = name + nameBytes + extraBytes;
    if (start + entry.packedBytes() > zip.length) {
      throw damaged(entry);
    }
    byte[] local = Arrays.copyOfRange(zip, (int) name, (int) name + nameBytes);
    if (!Arrays.equals(local, entry.name().getBytes(UTF_8))) {
      throw EntryChecks.refused(entry.name(), "its local header has another name");
    }
    return (int) start;
  }

  private long store(ZipEntryInfo entry, int start, CRC32 crc, OutputStream out)
      throws IOException {
    int length = (int) entry.packedBytes();
    crc.update(zip, start, length);
    out.write(zip, start, length);
    return length;
  }

  private long inflate(ZipEntryInfo entry, int start, CRC32 crc, OutputStream out)
      throws IOException {
    inflater.reset();
    inflater.setInput(zip, start, (int) entry.packedBytes());
    long total = 0;
    try {
      while (!inflater.finished()) {
        int count = inflater.inflate(buffer);
        total += count;
        if (total > entry.unpackedBytes() || (count == 0 && !inflater.finished())) {
          throw damaged(entry);
        }
        crc.update(buffer, 0, count);
        out.write(buffer, 0, count);
      }
      return total;
    } catch (DataFormatException e) {
      throw damaged(entry);
    }
  }

  private static dev.perigee.fabric.FabricException damaged(ZipEntryInfo entry) {
    return EntryChecks.refused(
        entry.name(), "its content does not fit what the directory says: cut off or damaged");
  }

  @Override
  public void close() {
    inflater.end();
  }
}
