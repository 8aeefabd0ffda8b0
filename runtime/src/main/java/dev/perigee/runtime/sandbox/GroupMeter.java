package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// A file of a control group that is read with every invocation, and so stays open from the first
/// time on. Thread-safe.
final class GroupMeter implements AutoCloseable {
  private static final int FILE_BYTES_MAX = 1_024;

  private final Path file;
  private @Nullable FileChannel channel;
  private boolean closed;

  GroupMeter(Path file) {
    this.file = file;
  }

  /// The number in the file, -1 if there is none.
  long number() {
    String text = read();
    return text.isEmpty() ? -1 : Long.parseLong(text);
  }

  /// The number after a key in lines of `key value`, -1 if there is none.
  long number(String key) {
    return GroupFiles.number(read(), key);
  }

  /// What the file says now; empty if it can't be read.
  private synchronized String read() {
    byte[] text = new byte[FILE_BYTES_MAX];
    try {
      int count = open().read(ByteBuffer.wrap(text), 0);
      return new String(text, 0, Math.max(count, 0), US_ASCII).trim();
    } catch (IOException gone) {
      return "";
    }
  }

  private FileChannel open() throws IOException {
    FileChannel known = channel;
    if (closed) {
      throw new IOException(file + " was closed with its group");
    }
    if (known == null || !known.isOpen()) {
      // An interrupt closes the channel of the thread that it meets.
      known = FileChannel.open(file, StandardOpenOption.READ);
      channel = known;
    }
    return known;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (channel != null) {
      Blank.closeQuietly(channel);
    }
  }
}
