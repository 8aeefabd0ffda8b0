package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import java.util.List;

/// The files of a store and how far they are flushed, at one instant. Reads from them without the
/// store's lock, so that appending goes on.
record SegmentView(SegmentFiles files, List<Segment> segments, long flushedOffset) {

  long startOffset() {
    return segments.isEmpty() ? 0 : segments.getFirst().offset();
  }

  /// Up to `maxBytes` bytes, over the boundaries of files; empty at the end.
  byte[] read(long fromOffset, int maxBytes) {
    byte[] bytes = new byte[room(fromOffset, flushedOffset, maxBytes)];
    if (bytes.length == 0 && fromOffset != flushedOffset) {
      throw outside(fromOffset);
    }
    for (int done = 0; done < bytes.length; ) {
      done += readSome(indexOf(fromOffset + done), fromOffset + done, bytes, done);
    }
    return bytes;
  }

  /// Up to `maxBytes` bytes of one file, of those before `endOffset`; empty at the end.
  Chunk chunk(long fromOffset, long endOffset, int maxBytes) {
    if (fromOffset == endOffset) {
      return new Chunk(fromOffset, -1, 0, new byte[0]);
    }
    int index = indexOf(fromOffset);
    Segment segment = segments.get(index);
    byte[] bytes = new byte[room(fromOffset, Math.min(endOffset, endOf(index)), maxBytes)];
    for (int done = 0; done < bytes.length; ) {
      done += readSome(index, fromOffset + done, bytes, done);
    }
    return new Chunk(fromOffset, segment.offset(), segment.beganUtcNs(), bytes);
  }

  private static int room(long fromOffset, long endOffset, int maxBytes) {
    return (int) Math.min(maxBytes, Math.max(0, endOffset - fromOffset));
  }

  private int readSome(int index, long offset, byte[] into, int at) {
    Segment segment = segments.get(index);
    int lengthBytes = (int) Math.min(into.length - at, endOf(index) - offset);
    try (FileChannel in = FileChannel.open(segment.file(), StandardOpenOption.READ)) {
      Bytes.readFully(in, offset - segment.offset(), lengthBytes).get(into, at, lengthBytes);
      return lengthBytes;
    } catch (IOException e) {
      throw files.failure("reading", e);
    }
  }

  private int indexOf(long offset) {
    for (int i = segments.size() - 1; i >= 0; i--) {
      if (segments.get(i).offset() <= offset && offset < flushedOffset) {
        return i;
      }
    }
    throw outside(offset);
  }

  private long endOf(int index) {
    return index + 1 < segments.size()
        ? Math.min(segments.get(index + 1).offset(), flushedOffset)
        : flushedOffset;
  }

  private FabricException outside(long offset) {
    return new FabricException(
        Reason.REFUSED,
        "can't read from offset %d: the store holds offsets %d to %d"
            .formatted(offset, startOffset(), flushedOffset));
  }
}
