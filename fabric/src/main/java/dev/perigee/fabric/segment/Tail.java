package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The end of the store: what waits in memory, file by file, and the file that is being written.
/// Its owner holds the lock, except for [#force].
final class Tail {
  /// The bytes of one file that are still in memory.
  private static final class Waiting {
    final Segment segment;
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Waiting(Segment segment) {
      this.segment = segment;
    }
  }

  private final Path folder;
  private final SegmentFiles files;
  private final SegmentOptions options;
  private final List<Segment> segments;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private final ArrayDeque<FileChannel> unsynced = new ArrayDeque<>();
  private @Nullable FileChannel current;
  private @Nullable Segment currentSegment;
  private int waitingBytes;
  private long endOffset;
  private long flushedOffset;

  Tail(Path folder, SegmentFiles files, SegmentOptions options, List<Segment> segments) {
    this.folder = folder;
    this.files = files;
    this.options = options;
    this.segments = segments;
    if (!segments.isEmpty()) {
      resume(segments.getLast());
    }
  }

  private void resume(Segment last) {
    try {
      endOffset = last.offset() + Files.size(last.file());
      flushedOffset = endOffset;
    } catch (IOException e) {
      throw files.failure("opening", e);
    }
  }

  long endOffset() {
    return endOffset;
  }

  long flushedOffset() {
    return flushedOffset;
  }

  void rollIfDue(long utcNs) {
    if (segments.isEmpty()) {
      begin(endOffset, utcNs);
      return;
    }
    Segment last = segments.getLast();
    boolean due =
        endOffset - last.offset() >= options.rollBytes()
            || utcNs - last.beganUtcNs() >= options.rollNs();
    if (due && endOffset > last.offset()) {
      begin(endOffset, utcNs);
    }
  }

  /// The next bytes belong to a new file. It is made when they are flushed.
  void begin(long offset, long utcNs) {
    if (!segments.isEmpty() && segments.getLast().offset() == offset) {
      return;
    }
    if (segments.isEmpty()) {
      endOffset = offset;
      flushedOffset = offset;
    }
    segments.add(Segment.of(folder, offset, utcNs));
  }

  /// Flushes if the new bytes would not fit into memory; refuses if even that does not help.
  void makeRoom(int newBytes) {
    if (waitingBytes + newBytes <= options.bufferBytes()) {
      return;
    }
    try {
      flush();
    } catch (FabricException e) {
      throw new FabricException(
          e.reason(),
          "refused a block of %d bytes: %d bytes already wait in memory and %s"
              .formatted(newBytes, waitingBytes, e.getMessage()),
          e);
    }
    if (newBytes > options.bufferBytes()) {
      throw new FabricException(
          Reason.REFUSED,
          "refused a block of %d bytes: a block has at most %d"
              .formatted(newBytes, options.bufferBytes()));
    }
  }

  void add(byte[] block, int from) {
    Segment last = segments.getLast();
    if (waiting.isEmpty() || !waiting.getLast().segment.equals(last)) {
      waiting.add(new Waiting(last));
    }
    waiting.getLast().bytes.write(block, from, block.length - from);
    waitingBytes += block.length - from;
    endOffset += block.length - from;
  }

  void flush() {
    try {
      for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
        write(next);
        waiting.remove();
      }
    } catch (IOException e) {
      throw files.failure("writing", e);
    }
  }

  /// What was written before a failure is not written again.
  private void write(Waiting next) throws IOException {
    FileChannel out = channelFor(next.segment);
    ByteBuffer bytes = ByteBuffer.wrap(next.bytes.toByteArray());
    try {
      while (bytes.hasRemaining()) {
        flushedOffset += out.write(bytes, flushedOffset - next.segment.offset());
      }
    } finally {
      waitingBytes -= bytes.position();
      next.bytes.reset();
      next.bytes.write(bytes.array(), bytes.position(), bytes.remaining());
    }
  }

  private FileChannel channelFor(Segment segment) throws IOException {
    FileChannel open = current;
    if (open != null && segment.equals(currentSegment)) {
      return open;
    }
    boolean isNew = !Files.exists(segment.file());
    FileChannel next = files.open(segment);
    synchronized (unsynced) {
      unsynced.add(next);
    }
    current = next;
    currentSegment = segment;
    if (isNew) {
      files.syncFolder();
    }
    return next;
  }

  /// Forces all files that got bytes, and closes all of them but the last. Called by one thread at
  /// a time, without the owner's lock, so that appending goes on.
  void force() throws IOException {
    while (true) {
      FileChannel oldest;
      boolean last;
      synchronized (unsynced) {
        if (unsynced.isEmpty()) {
          return;
        }
        oldest = unsynced.getFirst();
        last = unsynced.size() == 1;
      }
      oldest.force(false);
      if (last) {
        return;
      }
      synchronized (unsynced) {
        unsynced.remove(oldest);
      }
      oldest.close();
    }
  }

  void close() {
    try {
      synchronized (unsynced) {
        for (FileChannel open : unsynced) {
          open.close();
        }
        unsynced.clear();
      }
    } catch (IOException e) {
      throw files.failure("closing", e);
    }
  }
}
