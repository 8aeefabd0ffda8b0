package dev.perigee.fabric.artefact;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;

/// Reads the central directory of a zip archive in memory.
final class ZipDirectory {
  static final int LOCAL_MAGIC = 0x04034b50;
  static final int CENTRAL_MAGIC = 0x02014b50;
  static final int END_MAGIC = 0x06054b50;
  static final int LOCAL_BYTES = 30;
  static final int CENTRAL_BYTES = 46;
  static final int END_BYTES = 22;
  static final int MADE_BY_UNIX = 3;
  private static final int MADE_BY_DARWIN = 19;
  private static final int MAX_COMMENT_BYTES = 0xffff;
  private static final long ZIP64_MARK = 0xffffffffL;

  private final ByteBuffer zip;
  private final ArchiveLimits limits;

  private ZipDirectory(byte[] zip, ArchiveLimits limits) {
    this.zip = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    this.limits = limits;
  }

  static List<ZipEntryInfo> read(byte[] zip, ArchiveLimits limits) {
    try {
      return new ZipDirectory(zip, limits).entries();
    } catch (IndexOutOfBoundsException e) {
      throw new FabricException(
          Reason.REFUSED, "the zip archive is cut off: its directory points behind its end", e);
    }
  }

  private List<ZipEntryInfo> entries() {
    int end = findEnd();
    int count = unsigned16(end + 10);
    long start = unsigned32(end + 16);
    if (start == ZIP64_MARK || count == 0xffff) {
      throw refused("it is a zip64 archive: pack at most 65534 files and 4 GB");
    }
    if (count > limits.maxEntries()) {
      throw refused("it has %d entries, allowed are %d".formatted(count, limits.maxEntries()));
    }
    List<ZipEntryInfo> found = new ArrayList<>(count);
    int at = position(start);
    for (int i = 0; i < count; i++) {
      if (zip.getInt(at) != CENTRAL_MAGIC) {
        throw refused("entry number %d of its directory is damaged".formatted(i + 1));
      }
      found.add(entry(at));
      at += CENTRAL_BYTES + unsigned16(at + 28) + unsigned16(at + 30) + unsigned16(at + 32);
    }
    return found;
  }

  private ZipEntryInfo entry(int at) {
    int madeBy = unsigned16(at + 4) >>> 8;
    boolean unix = madeBy == MADE_BY_UNIX || madeBy == MADE_BY_DARWIN;
    String name = name(at + CENTRAL_BYTES, unsigned16(at + 28));
    long packed = unsigned32(at + 20);
    long unpacked = unsigned32(at + 24);
    if (packed == ZIP64_MARK || unpacked == ZIP64_MARK || unsigned32(at + 42) == ZIP64_MARK) {
      throw refused("entry " + name + " needs zip64: files are at most 4 GB");
    }
    return new ZipEntryInfo(
        name,
        unix ? unsigned16(at + 40) : 0,
        unsigned16(at + 10),
        unsigned16(at + 8),
        unsigned32(at + 16),
        packed,
        unpacked,
        unsigned32(at + 42));
  }

  private String name(int at, int lengthBytes) {
    try {
      return UTF_8.newDecoder().decode(zip.slice(at, lengthBytes)).toString();
    } catch (CharacterCodingException e) {
      throw refused("the name of an entry at byte %d is not UTF-8: pack it again".formatted(at));
    }
  }

  private int findEnd() {
    int last = zip.capacity() - END_BYTES;
    for (int at = last; at >= Math.max(0, last - MAX_COMMENT_BYTES); at--) {
      if (zip.getInt(at) == END_MAGIC && at + END_BYTES + unsigned16(at + 20) == zip.capacity()) {
        return at;
      }
    }
    throw refused("it has no directory at its end: it is not a zip archive, or cut off");
  }

  private int position(long offset) {
    if (offset >= zip.capacity()) {
      throw refused("its directory points to byte %d of %d".formatted(offset, zip.capacity()));
    }
    return (int) offset;
  }

  private int unsigned16(int at) {
    return Short.toUnsignedInt(zip.getShort(at));
  }

  private long unsigned32(int at) {
    return Integer.toUnsignedLong(zip.getInt(at));
  }

  private static FabricException refused(String why) {
    return new FabricException(Reason.REFUSED, "the zip archive is refused: " + why);
  }
}
