package dev.perigee.fabric.segment;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The files of a folder in order: listing, recovery, and what the system says when it fails.
final class SegmentFiles {
  /// Less room than this and a failed write is taken for a full disk.
  private static final long NO_ROOM_BYTES = 64 << 10;

  private final Path folder;

  SegmentFiles(Path folder) {
    this.folder = folder;
  }

  List<Segment> list() {
    try {
      Files.createDirectories(folder);
      try (Stream<Path> files = Files.list(folder)) {
        List<Segment> found =
            new ArrayList<>(files.flatMap(f -> Segment.parse(f).stream()).toList());
        found.sort(Comparator.comparingLong(Segment::offset));
        requireNoGaps(found);
        return found;
      }
    } catch (IOException e) {
      throw failure("opening", e);
    }
  }

  private static void requireNoGaps(List<Segment> segments) throws IOException {
    for (int i = 0; i + 1 < segments.size(); i++) {
      Segment next = segments.get(i + 1);
      long end = segments.get(i).offset() + Files.size(segments.get(i).file());
      if (end != next.offset()) {
        throw new FabricException(
            Reason.DAMAGED,
            ("segment %s ends at offset %d but the next one, %s, begins at %d: put back the missing"
                    + " bytes from a copy; or, to start without them, delete the files before %s")
                .formatted(
                    segments.get(i).file(),
                    end,
                    next.file().getFileName(),
                    next.offset(),
                    next.file().getFileName()));
      }
    }
  }

  /// Cuts what the check does not accept off the last file.
  void cutTail(Segment last, TailCheck check, Consumer<String> report) {
    try (FileChannel channel =
        FileChannel.open(last.file(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      long sizeBytes = channel.size();
      int valid = check.validPrefixBytes(Bytes.readFully(channel, 0, Math.toIntExact(sizeBytes)));
      if (valid < sizeBytes) {
        channel.truncate(valid);
        channel.force(true);
        report.accept(
            "segment %s: cut off %d torn bytes behind offset %d"
                .formatted(last.file(), sizeBytes - valid, last.offset() + valid));
      }
    } catch (IOException e) {
      throw failure("checking the end of", e);
    }
  }

  FileChannel open(Segment segment) throws IOException {
    return FileChannel.open(
        segment.file(),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  /// A new file's name is on the disk only once its folder is.
  void syncFolder() throws IOException {
    try (FileChannel f = FileChannel.open(folder, StandardOpenOption.READ)) {
      f.force(true);
    }
  }

  FabricException failure(String doing, IOException e) {
    if (isFull(e)) {
      return new FabricException(
          Reason.DISK_FULL,
          "no room on the disk while %s segments in %s: make room, what waits is kept in memory"
              .formatted(doing, folder),
          e);
    }
    Reason reason = Files.isWritable(folder) ? Reason.IO : Reason.READ_ONLY;
    return new FabricException(
        reason,
        "%s segments in %s failed: %s; look at the folder's owner and mode and at the disk"
            .formatted(doing, folder, e.getMessage()),
        e);
  }

  private boolean isFull(IOException e) {
    try {
      return String.valueOf(e.getMessage()).contains("No space left")
          || (Files.isWritable(folder)
              && Files.getFileStore(folder).getUsableSpace() < NO_ROOM_BYTES);
    } catch (IOException unknown) {
      e.addSuppressed(unknown);
      return false;
    }
  }
}
