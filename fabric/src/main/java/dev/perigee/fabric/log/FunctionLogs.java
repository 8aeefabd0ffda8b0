package dev.perigee.fabric.log;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/// A log file per function, `<tenant>/<function>.log`, with one older file beside it. Several
/// processes may write to the same folder: each line is one append, the time first. Lines that the
/// disk does not take are dropped and counted. Thread-safe.
public final class FunctionLogs {
  private static final long ROLL_BYTES = 16L << 20;
  private static final long TAIL_BYTES = 64L << 10;
  private static final int LINE_BYTES_MAX = 257 << 10;

  private final Path folder;
  private final InstantSource clock;
  private final Map<Path, FileChannel> open = new ConcurrentHashMap<>();
  private final LongAdder dropped = new LongAdder();

  public FunctionLogs(Path folder) {
    this(folder, InstantSource.system());
  }

  /// @param clock what the lines are stamped by
  public FunctionLogs(Path folder, InstantSource clock) {
    this.folder = folder;
    this.clock = clock;
  }

  /// What was read, and the position to go on from.
  public record Page(List<LogLine> lines, long next) {
    public Page {
      lines = List.copyOf(lines);
    }
  }

  /// Adds a line.
  public void append(String tenant, String function, String line) {
    byte[] bytes = (LogLine.stamp(clock.instant()) + line + "\n").getBytes(StandardCharsets.UTF_8);
    ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, Math.min(bytes.length, LINE_BYTES_MAX));
    Path file = file(tenant, function);
    try {
      FileChannel channel = open.computeIfAbsent(file, FunctionLogs::openAppending);
      channel.write(buffer);
      if (channel.position() > ROLL_BYTES) {
        roll(file, channel);
      }
    } catch (IOException | UncheckedIOException _) {
      dropped.increment();
    }
  }

  /// Whole lines from a position on. A position behind the end (the file was rolled) begins anew.
  public Page read(String tenant, String function, long position, int linesMax) {
    return read(tenant, function, position, linesMax, _ -> true);
  }

  /// Those lines that are wanted, of at most 4 MiB: the page may be empty though there is more, its
  /// next position is then a later one.
  public Page read(
      String tenant, String function, long position, int linesMax, Predicate<LogLine> wanted) {
    Path file = file(tenant, function);
    if (!Files.exists(file)) {
      return new Page(List.of(), 0);
    }
    try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
      long from = position > in.length() ? 0 : position;
      in.seek(from);
      byte[] bytes = new byte[(int) Math.min(in.length() - from, 4L << 20)];
      in.readFully(bytes);
      return lines(bytes, from, linesMax, wanted);
    } catch (IOException e) {
      throw new UncheckedIOException("log of " + tenant + "/" + function + " can't be read", e);
    }
  }

  /// The last whole lines, of what lies at most 64 KiB before the end.
  public Page tail(String tenant, String function, int linesMax) {
    Path file = file(tenant, function);
    long from = Math.max(0, sizeBytes(file) - TAIL_BYTES);
    Page page = read(tenant, function, from, Integer.MAX_VALUE);
    // The first line may have begun before.
    int broken = from > 0 ? Math.min(1, page.lines().size()) : 0;
    int skipped = Math.max(broken, page.lines().size() - linesMax);
    return new Page(page.lines().subList(skipped, page.lines().size()), page.next());
  }

  private static long sizeBytes(Path file) {
    try {
      return Files.exists(file) ? Files.size(file) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException("log " + file + " can't be read", e);
    }
  }

  /// Where the next line will be.
  public long end(String tenant, String function) {
    return file(tenant, function).toFile().length();
  }

  /// Removes the log of a function that is gone.
  public void delete(String tenant, String function) {
    Path file = file(tenant, function);
    FileChannel channel = open.remove(file);
    try {
      if (channel != null) {
        channel.close();
      }
      Files.deleteIfExists(file);
      Files.deleteIfExists(older(file));
    } catch (IOException e) {
      throw new UncheckedIOException("log of " + tenant + "/" + function + " can't be deleted", e);
    }
  }

  /// Lines that were lost because the disk did not take them.
  public long droppedCount() {
    return dropped.sum();
  }

  private static Page lines(byte[] bytes, long from, int linesMax, Predicate<LogLine> wanted) {
    List<LogLine> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length && lines.size() < linesMax; i++) {
      if (bytes[i] == '\n') {
        LogLine line = LogLine.parse(new String(bytes, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
        if (wanted.test(line)) {
          lines.add(line);
        }
      }
    }
    return new Page(lines, from + start);
  }

  private synchronized void roll(Path file, FileChannel channel) throws IOException {
    if (open.remove(file, channel)) {
      channel.close();
      Files.move(file, older(file), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Path file(String tenant, String function) {
    return folder.resolve(tenant).resolve(function + ".log");
  }

  private static Path older(Path file) {
    return file.resolveSibling(file.getFileName() + ".1");
  }

  private static FileChannel openAppending(Path file) {
    try {
      Files.createDirectories(file.getParent());
      return FileChannel.open(
          file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
