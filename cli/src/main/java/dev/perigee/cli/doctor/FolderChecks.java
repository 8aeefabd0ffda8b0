package dev.perigee.cli.doctor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What may be wrong with a data folder and with where it lies.
public final class FolderChecks {
  private static final long FREE_BYTES_MIN = 256L << 20;
  private static final long FREE_BYTES_ENOUGH = 2L << 30;
  private static final long JOURNAL_BYTES_MANY = 8L << 30;
  private static final long WAL_BYTES_MANY = 256L << 20;
  private static final long FREE_PAGES_BYTES_MANY = 64L << 20;
  private static final int HEADER_BYTES = 100;
  private static final int PAGE_SIZE_AT = 16;
  private static final int PAGE_COUNT_AT = 28;
  private static final int FREE_COUNT_AT = 36;
  private static final Duration AHEAD = Duration.ofSeconds(5);
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs");
  private static final Set<String> REMOTE =
      Set.of("nfs", "nfs4", "cifs", "smb3", "9p", "fuse.sshfs", "fuse.glusterfs", "ceph");

  private record Mount(Path at, String type) {}

  private final Path data;
  private final SystemFiles files;

  /// @param root `/`, or a tree that stands for it
  public FolderChecks(Path data, Path root) {
    this.data = data.toAbsolutePath().normalize();
    this.files = new SystemFiles(root);
  }

  public List<Check> all(Instant now) {
    return List.of(
        fileSystem(), space(freeBytes()), key(), journal(), lock(), mounts(), clockWentBack(now));
  }

  /// SQLite's write-ahead log needs memory that is shared by processes of one machine.
  Check fileSystem() {
    Optional<Mount> mount =
        mountPoints().stream()
            .filter(each -> data.startsWith(each.at()))
            .max(Comparator.comparingInt(each -> each.at().getNameCount()));
    String type = mount.map(Mount::type).orElse("unknown");
    if (REMOTE.contains(type)) {
      return Check.fatal(
          "file-system",
          "%s lies on %s, where the journal's locks do not hold: --data on a local disk"
              .formatted(data, type));
    }
    return FLEETING.contains(type)
        ? Check.fault(
            "file-system",
            "%s lies on %s and is gone after a restart of the machine: --data on a disk"
                .formatted(data, type))
        : Check.good("file-system", "%s lies on %s".formatted(data, type));
  }

  Check space(long freeBytes) {
    String text = "%d MiB are free for %s".formatted(freeBytes >> 20, data);
    String remedy = text + ": delete old ledgers (--ledger-retention-days) and logs/, or move it";
    if (freeBytes < FREE_BYTES_MIN) {
      return Check.fatal("disk", remedy);
    }
    return freeBytes < FREE_BYTES_ENOUGH ? Check.fault("disk", remedy) : Check.good("disk", text);
  }

  Check key() {
    Path key = data.resolve("secrets.key");
    try {
      return !Files.exists(key) || OWNER_ONLY.containsAll(Files.getPosixFilePermissions(key))
          ? Check.good("secrets-key", "for its owner only")
          : Check.fatal("secrets-key", "others may use it: chmod 600 " + key);
    } catch (IOException | UnsupportedOperationException e) {
      return Check.fault("secrets-key", "can't be looked at: " + e);
    }
  }

  Check journal() {
    Path file = data.resolve("journal.db");
    if (!Files.exists(file)) {
      return Check.good("journal", "none yet in " + data);
    }
    try {
      return journal(Files.size(file), sizeOf("journal.db-wal"), header(file));
    } catch (IOException e) {
      return Check.fatal("journal", "%s can't be read: %s".formatted(file, e));
    }
  }

  private static Check journal(long bytes, long walBytes, ByteBuffer header) {
    long pageBytes = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
    long freeBytes = Integer.toUnsignedLong(header.getInt(FREE_COUNT_AT)) * pageBytes;
    String text =
        "%d MiB, %d pages, %d MiB of it free, %d MiB not yet moved into it"
            .formatted(
                bytes >> 20,
                Integer.toUnsignedLong(header.getInt(PAGE_COUNT_AT)),
                freeBytes >> 20,
                walBytes >> 20);
    if (freeBytes > FREE_PAGES_BYTES_MANY && freeBytes > bytes / 2) {
      return Check.fault("journal", text + ": backup and restore make it small again");
    }
    if (walBytes > WAL_BYTES_MANY) {
      return Check.fault("journal", text + ": a start and an end of the platform move it");
    }
    return bytes > JOURNAL_BYTES_MANY
        ? Check.fault("journal", text + ": starts get slow; keep less of events and decisions")
        : Check.good("journal", text);
  }

  private static ByteBuffer header(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    try (SeekableByteChannel in = Files.newByteChannel(file)) {
      while (header.hasRemaining() && in.read(header) >= 0) {
        // Until it is full, or the file ends.
      }
    }
    return header;
  }

  private long sizeOf(String name) throws IOException {
    Path file = data.resolve(name);
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// The lock itself ends with its process; its name stays.
  Check lock() {
    Path file = data.resolve("journal.lock");
    try {
      String holder = Files.exists(file) ? Files.readString(file).strip() : "";
      if (holder.isEmpty()) {
        return Check.good("lock", "nobody works on " + data);
      }
      return files.has("/proc/" + holder)
          ? Check.good("lock", "process %s works on %s".formatted(holder, data))
          : Check.good(
              "lock",
              "process %s, the last on %s, has ended: the next start goes on from what is on the disk"
                  .formatted(holder, data));
    } catch (IOException e) {
      return Check.fault("lock", "%s can't be read: %s".formatted(file, e));
    }
  }

  /// A sandbox that ended takes its mounts with it, unless the machine's namespace got them.
  Check mounts() {
    List<String> left =
        mountPoints().stream()
            .map(Mount::at)
            .filter(at -> at.startsWith(data) && !at.equals(data))
            .map(Path::toString)
            .toList();
    return left.isEmpty()
        ? Check.good("mounts", "none left below " + data)
        : Check.fault(
            "mounts", "left by sandboxes, if no platform is up: umount " + String.join(" ", left));
  }

  Check clockWentBack(Instant now) {
    try {
      Path file = data.resolve("journal.db");
      boolean ahead =
          Files.exists(file)
              && Files.getLastModifiedTime(file).toInstant().isAfter(now.plus(AHEAD));
      return ahead
          ? Check.fault(
              "clock-order",
              "%s was written at %s, after now: the clock went back; set it right before the next start"
                  .formatted(file, Files.getLastModifiedTime(file)))
          : Check.good("clock-order", "nothing was written after now");
    } catch (IOException e) {
      return Check.fault("clock-order", "can't be looked at: " + e);
    }
  }

  private long freeBytes() {
    Path there = data;
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    return there.toFile().getUsableSpace();
  }

  private List<Mount> mountPoints() {
    List<Mount> mounts = new ArrayList<>();
    for (String line : files.lines("/proc/self/mounts")) {
      String[] words = line.split(" ", -1);
      if (words.length > 2) {
        mounts.add(new Mount(Path.of(words[1].replace("\\040", " ")), words[2]));
      }
    }
    return mounts;
  }
}
