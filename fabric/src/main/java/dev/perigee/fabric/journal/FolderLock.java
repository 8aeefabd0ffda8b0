package dev.perigee.fabric.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Only one process works on a data folder. The system lets go of the lock when its process ends,
/// however it ends.
final class FolderLock implements AutoCloseable {
  private static final String FILE = "journal.lock";

  /// Folders held by this process. Asking the system is not enough: closing a second channel on the
  /// file would let go of the first one's lock.
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static FolderLock take(Path wanted) {
    requireWritable(wanted);
    try {
      Path folder = wanted.toRealPath();
      if (!HELD.add(folder)) {
        throw locked(folder, "this process");
      }
      try {
        return new FolderLock(folder, lockedChannel(folder)).named();
      } catch (IOException | RuntimeException e) {
        HELD.remove(folder);
        throw e;
      }
    } catch (IOException e) {
      throw new FabricException(
          Reason.IO, "can't lock the data folder %s: %s".formatted(wanted, e.getMessage()), e);
    }
  }

  private static FileChannel lockedChannel(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    if (channel.tryLock() == null) {
      try (channel) {
        throw locked(folder, holder(channel));
      }
    }
    return channel;
  }

  private static FabricException locked(Path folder, String holder) {
    return new FabricException(
        Reason.LOCKED,
        "the data folder %s is in use by %s: stop it first, or choose another folder"
            .formatted(folder, holder));
  }

  private static void requireWritable(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw readOnly(folder, e);
    }
    if (!Files.isWritable(folder)) {
      throw readOnly(folder, null);
    }
  }

  private static FabricException readOnly(Path folder, @Nullable IOException cause) {
    String text =
        "the data folder %s can't be written: change its owner or mode, or choose another folder"
            .formatted(folder);
    return cause == null
        ? new FabricException(Reason.READ_ONLY, text)
        : new FabricException(Reason.READ_ONLY, text, cause);
  }

  /// The process id is for the message only: a failure to write it (a full disk) must not matter.
  private FolderLock named() {
    try {
      channel.truncate(0);
      channel.write(UTF_8.encode(Long.toString(ProcessHandle.current().pid())), 0);
    } catch (IOException e) {
      System.getLogger(FolderLock.class.getName())
          .log(System.Logger.Level.DEBUG, "no process id in the lock file", e);
    }
    return this;
  }

  private static String holder(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(20);
    channel.read(text, 0);
    String pid = UTF_8.decode(text.flip()).toString();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }

  @Override
  public void close() {
    try {
      channel.close();
      HELD.remove(folder);
    } catch (IOException e) {
      throw new FabricException(Reason.IO, "can't release the data folder's lock", e);
    }
  }
}
