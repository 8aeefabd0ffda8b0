package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The files of one node's ledger. It has no thread: the owner calls [#flush] at least every 250 ms
/// and [#sync] at least every 2 s, or lets [SegmentPulse] do it. Safe for use by many threads;
/// blocks of one thread keep their order.
///
/// A full disk: blocks wait in memory up to the bound of [SegmentOptions]; beyond it `append`
/// refuses with the reason `DISK_FULL` and counts, nothing that was taken is dropped. Once there is
/// room the next flush writes it all.
public final class SegmentStore implements AutoCloseable {
  private final SegmentFiles files;
  private final Tail tail;
  private final List<Segment> segments;
  private final ReentrantLock lock = new ReentrantLock();
  private final ReentrantLock syncLock = new ReentrantLock();

  /// Files go only while nobody reads.
  private final ReentrantReadWriteLock removal = new ReentrantReadWriteLock();

  private volatile long syncedOffset;
  private long refusedBlocks;
  private boolean closed;

  private SegmentStore(
      Path folder, SegmentOptions options, TailCheck check, Consumer<String> report) {
    files = new SegmentFiles(folder);
    segments = files.list();
    if (!segments.isEmpty()) {
      files.cutTail(segments.getLast(), check, report);
    }
    tail = new Tail(folder, files, options, segments);
    syncedOffset = tail.flushedOffset();
  }

  /// @param check finds the end of the last whole block; what is behind it was torn by a crash and
  ///   is cut off
  /// @param report gets a line if something was cut off
  public static SegmentStore open(
      Path folder, SegmentOptions options, TailCheck check, Consumer<String> report) {
    return new SegmentStore(folder, options, check, report);
  }

  /// Takes a block; it never crosses from one file to the next.
  ///
  /// @return its global offset
  public long append(byte[] block, long utcNs) {
    return locked(() -> take(block, 0, utcNs));
  }

  /// Takes a block at an offset that another node gave it. Bytes that are already here are skipped,
  /// so that a repeated call changes nothing; a gap is refused.
  ///
  /// @return the number of new bytes
  public int appendAt(long offset, byte[] block, long utcNs) {
    return locked(() -> {
      int skip = known(offset, block.length);
      if (skip < block.length) {
        take(block, skip, utcNs);
      }
      return block.length - skip;
    });
  }

  /// Takes a chunk of another node's store and keeps the same files as that one, also over its
  /// boundaries.
  ///
  /// @return the number of new bytes
  public int mirror(Chunk chunk) {
    return locked(() -> {
      if (chunk.beginsSegment() && (isEmpty() || chunk.offset() == tail.endOffset())) {
        tail.begin(chunk.segmentOffset(), chunk.segmentUtcNs());
      }
      int skip = known(chunk.offset(), chunk.bytes().length);
      if (skip < chunk.bytes().length) {
        admit(chunk.bytes().length - skip);
        tail.add(chunk.bytes(), skip);
      }
      return chunk.bytes().length - skip;
    });
  }

  private boolean isEmpty() {
    return tail.endOffset() == startOffsetLocked();
  }

  private int known(long offset, int lengthBytes) {
    if (offset > tail.endOffset() || offset < 0) {
      throw new FabricException(
          Reason.REFUSED,
          "can't append at offset %d: the store ends at %d and takes no gap; send from %d on"
              .formatted(offset, tail.endOffset(), tail.endOffset()));
    }
    return (int) Math.min(lengthBytes, tail.endOffset() - offset);
  }

  private long take(byte[] block, int from, long utcNs) {
    admit(block.length - from);
    tail.rollIfDue(utcNs);
    long offset = tail.endOffset();
    tail.add(block, from);
    return offset;
  }

  private void admit(int newBytes) {
    try {
      tail.makeRoom(newBytes);
    } catch (FabricException e) {
      refusedBlocks++;
      throw e;
    }
  }

  /// Hands everything to the operating system.
  public void flush() {
    locked(() -> {
      tail.flush();
      return 0;
    });
  }

  /// Makes everything that was taken before the call survive a power failure. Appending goes on
  /// meanwhile.
  public void sync() {
    syncLock.lock();
    try {
      flush();
      long flushed = flushedOffset();
      tail.force();
      syncedOffset = flushed;
    } catch (IOException e) {
      throw files.failure("syncing", e);
    } finally {
      syncLock.unlock();
    }
  }

  /// Up to `maxBytes` flushed bytes, over the boundaries of files; empty at the end.
  public byte[] read(long fromOffset, int maxBytes) {
    return reading(view -> view.read(fromOffset, maxBytes));
  }

  /// The same, from the oldest byte that is still here if the wanted ones are gone.
  public Page page(long fromOffset, int maxBytes) {
    return reading(view -> {
      long offset = Math.max(fromOffset, view.startOffset());
      return new Page(offset, view.read(offset, maxBytes));
    });
  }

  /// Up to `maxBytes` synced bytes of one file, for [#mirror] of a replica; empty bytes at the end.
  /// Begins later than asked for if the files before are gone.
  public Chunk chunk(long fromOffset, int maxBytes) {
    return reading(
        view -> view.chunk(Math.max(fromOffset, view.startOffset()), syncedOffset, maxBytes));
  }

  private <T> T reading(Function<SegmentView, T> work) {
    removal.readLock().lock();
    try {
      return work.apply(
          locked(() -> new SegmentView(files, List.copyOf(segments), tail.flushedOffset())));
    } finally {
      removal.readLock().unlock();
    }
  }

  /// Deletes whole files that were complete before a time and lie below an offset, oldest first.
  /// The last file always stays. Waits for reads, not for appends.
  ///
  /// @return the bytes that are gone
  public long deleteOlderThan(long utcNs, long belowOffset) {
    removal.writeLock().lock();
    try {
      List<Segment> old = locked(() -> olderThan(utcNs, belowOffset));
      old.forEach(this::delete);
      return old.isEmpty() ? 0 : startOffset() - old.getFirst().offset();
    } finally {
      removal.writeLock().unlock();
    }
  }

  private List<Segment> olderThan(long utcNs, long belowOffset) {
    long below = Math.min(belowOffset, tail.flushedOffset());
    int count = 0;
    while (count + 1 < segments.size()
        && segments.get(count + 1).beganUtcNs() <= utcNs
        && segments.get(count + 1).offset() <= below) {
      count++;
    }
    return List.copyOf(segments.subList(0, count));
  }

  private void delete(Segment segment) {
    try {
      Files.deleteIfExists(segment.file());
      locked(() -> segments.remove(segment));
    } catch (IOException e) {
      throw files.failure("deleting", e);
    }
  }

  /// The oldest byte that is still here.
  public long startOffset() {
    return locked(this::startOffsetLocked);
  }

  private long startOffsetLocked() {
    return segments.isEmpty() ? 0 : segments.getFirst().offset();
  }

  /// Behind the last byte that was taken.
  public long endOffset() {
    return locked(tail::endOffset);
  }

  public long flushedOffset() {
    return locked(tail::flushedOffset);
  }

  public long syncedOffset() {
    return syncedOffset;
  }

  /// Blocks refused because the disk was full for so long that the memory bound was reached.
  public long refusedBlocks() {
    return locked(() -> refusedBlocks);
  }

  /// The files, oldest first.
  public List<Path> files() {
    return locked(() -> new ArrayList<>(segments).stream().map(Segment::file).toList());
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      if (closed) {
        throw new FabricException(Reason.CLOSED, "the segment store is closed: open it again");
      }
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  /// Syncs and lets go.
  @Override
  public void close() {
    if (isClosed()) {
      return;
    }
    try {
      sync();
    } finally {
      lock.lock();
      try {
        closed = true;
        tail.close();
      } finally {
        lock.unlock();
      }
    }
  }

  private boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }
}
