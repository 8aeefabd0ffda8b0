package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// Writes a zip archive with Unix modes, which the platform's own writer can't.
final class ZipWriter {
  private static final int VERSION_NEEDED = 20;
  private static final int UTF8_NAMES = 1 << 11;
  private static final int STORED = 0;
  private static final int DEFLATED = 8;
  private static final int MAX_ENTRIES = 0xfffe;

  /// 1980-01-01, the earliest day that the format knows.
  private static final int DOS_DATE = 1 << 5 | 1;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
  private int entries;

  void add(String name, int unixMode, byte[] content) {
    if (entries == MAX_ENTRIES) {
      throw new FabricException(
          Reason.REFUSED,
          "can't pack more than %d files, '%s' is one too many".formatted(entries, name));
    }
    byte[] deflated = deflate(content);
    boolean shorter = deflated.length < content.length;
    byte[] packed = shorter ? deflated : content;
    int offset = out.size();
    byte[] nameBytes = name.getBytes(UTF_8);
    byte[] shared = shared(shorter ? DEFLATED : STORED, content, packed.length, nameBytes.length);
    out.writeBytes(written(buffer(4).putInt(ZipDirectory.LOCAL_MAGIC)));
    out.writeBytes(shared);
    out.writeBytes(nameBytes);
    out.writeBytes(packed);
    list(name.endsWith("/"), unixMode, shared, offset);
    directory.writeBytes(nameBytes);
    entries++;
  }

  private void list(boolean isDirectory, int unixMode, byte[] shared, int offset) {
    ByteBuffer b = buffer(ZipDirectory.CENTRAL_BYTES);
    b.putInt(ZipDirectory.CENTRAL_MAGIC);
    b.putShort((short) (ZipDirectory.MADE_BY_UNIX << 8 | VERSION_NEEDED));
    b.put(shared);
    b.putShort((short) 0).putShort((short) 0).putShort((short) 0);
    b.putInt(unixMode << 16 | (isDirectory ? 0x10 : 0));
    b.putInt(offset);
    directory.writeBytes(written(b));
  }

  /// The fields that a local header and the directory have in common.
  private static byte[] shared(int method, byte[] content, int packedBytes, int nameBytes) {
    CRC32 crc = new CRC32();
    crc.update(content);
    ByteBuffer b = buffer(ZipDirectory.LOCAL_BYTES - Integer.BYTES);
    b.putShort((short) VERSION_NEEDED).putShort((short) UTF8_NAMES).putShort((short) method);
    b.putShort((short) 0).putShort((short) DOS_DATE);
    b.putInt((int) crc.getValue()).putInt(packedBytes).putInt(content.length);
    b.putShort((short) nameBytes).putShort((short) 0);
    return written(b);
  }

  private static byte[] deflate(byte[] content) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(content);
      deflater.finish();
      ByteArrayOutputStream packed = new ByteArrayOutputStream(content.length / 2 + 64);
      byte[] buffer = new byte[16 << 10];
      while (!deflater.finished()) {
        packed.write(buffer, 0, deflater.deflate(buffer));
      }
      return packed.toByteArray();
    } finally {
      deflater.end();
    }
  }

  byte[] finish() {
    int start = out.size();
    out.writeBytes(directory.toByteArray());
    ByteBuffer end = buffer(ZipDirectory.END_BYTES);
    end.putInt(ZipDirectory.END_MAGIC).putShort((short) 0).putShort((short) 0);
    end.putShort((short) entries).putShort((short) entries);
    end.putInt(directory.size()).putInt(start).putShort((short) 0);
    out.writeBytes(written(end));
    return out.toByteArray();
  }

  private static byte[] written(ByteBuffer b) {
    byte[] bytes = new byte[b.flip().remaining()];
    b.get(bytes);
    return bytes;
  }

  private static ByteBuffer buffer(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
