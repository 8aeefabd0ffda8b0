package dev.perigee.fabric.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// What SQLite will find in a write-ahead log. It stops at the first frame that does not fit and
/// says nothing; this looks beyond, so that a cut is told and a hole in acknowledged records is not
/// taken for a torn tail.
///
/// @param goodFrames frames up to the last good commit
/// @param lostFrames frames of the same generation behind the first bad one, itself included
/// @param lostCommits commits among them: a torn tail has at most one, since the next one is only
///   written once the one before is on the disk
record WalTail(long goodFrames, long lostFrames, long lostCommits) {
  private static final WalTail EMPTY = new WalTail(0, 0, 0);
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;
  private static final int MAGIC = 0x377f0682;
  private static final int MAX_PAGE_BYTES = 65536;

  boolean isHole() {
    return lostCommits > 1;
  }

  static WalTail inspect(Path wal) throws IOException {
    if (!Files.exists(wal) || Files.size(wal) < HEADER_BYTES) {
      return EMPTY;
    }
    try (FileChannel in = FileChannel.open(wal, StandardOpenOption.READ)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
      fill(in, header, 0);
      return new Scan(in, header).run();
    }
  }

  private static boolean fill(FileChannel in, ByteBuffer into, long position) throws IOException {
    into.clear();
    while (into.hasRemaining()) {
      if (in.read(into, position + into.position()) < 0) {
        return false;
      }
    }
    into.flip();
    return true;
  }

  /// The two running sums of the file format's section 4.2.
  private static final class Sums {
    private int first;
    private int second;

    void add(ByteBuffer words, int from, int to) {
      for (int i = from; i < to; i += 2 * Integer.BYTES) {
        first += words.getInt(i) + second;
        second += words.getInt(i + Integer.BYTES) + first;
      }
    }

    boolean equal(int otherFirst, int otherSecond) {
      return first == otherFirst && second == otherSecond;
    }
  }

  private static final class Scan {
    private final FileChannel in;
    private final ByteOrder order;
    private final boolean goodHeader;
    private final int pageBytes;
    private final Sums sums = new Sums();
    private long salts;
    private long good;
    private long uncommitted;
    private long lost;
    private long lostCommits;

    Scan(FileChannel in, ByteBuffer header) {
      this.in = in;
      int magic = header.getInt(0);
      order = (magic & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      sums.add(header.duplicate().order(order), 0, FRAME_HEADER_BYTES);
      int size = header.getInt(8);
      boolean possible = size >= 512 && size <= MAX_PAGE_BYTES && Integer.bitCount(size) == 1;
      pageBytes = possible ? size : 4096;
      salts = header.getLong(16);
      goodHeader =
          possible && (magic & ~1) == MAGIC && sums.equal(header.getInt(24), header.getInt(28));
    }

    WalTail run() throws IOException {
      ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER_BYTES + pageBytes);
      boolean broken = !goodHeader;
      long at = HEADER_BYTES;
      while (fill(in, frame, at)) {
        if (at == HEADER_BYTES && broken) {
          salts = frame.getLong(8);
        }
        if (frame.getLong(8) != salts) {
          break;
        }
        broken = broken || !fits(frame);
        count(broken, frame.getInt(4) != 0);
        at += frame.capacity();
      }
      return new WalTail(good, lost, lostCommits);
    }

    private boolean fits(ByteBuffer frame) {
      ByteBuffer words = frame.duplicate().order(order);
      sums.add(words, 0, 8);
      sums.add(words, FRAME_HEADER_BYTES, frame.capacity());
      return sums.equal(frame.getInt(16), frame.getInt(20));
    }

    private void count(boolean broken, boolean commit) {
      if (broken) {
        lost++;
        lostCommits += commit ? 1 : 0;
      } else {
        uncommitted++;
        if (commit) {
          good += uncommitted;
          uncommitted = 0;
        }
      }
    }
  }
}
