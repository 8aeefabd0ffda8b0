package dev.perigee.fabric.artefact;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Bytes by their SHA-256: `FOLDER/SHA256/content`, and beside it what was unpacked from them. What
/// is there is complete: bytes are written aside, fsynced and then renamed. The same bytes are kept
/// once.
public final class ArtefactStore {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final String CONTENT = "content";
  private static final String TREE = "tree";
  private static final String ASIDE = ".aside-";
  private static final String REMOVED = ".removed-";

  private final Path folder;
  private final Leases leases = new Leases();

  private ArtefactStore(Path folder) {
    this.folder = folder;
  }

  /// Opens the store and removes what a crash left half-written.
  public static ArtefactStore open(Path folder) {
    ArtefactStore store = new ArtefactStore(folder);
    try {
      Files.createDirectories(folder);
      for (Path child : store.children()) {
        if (child.getFileName().toString().startsWith(ASIDE)) {
          Trees.delete(child);
        }
      }
      store.sweep();
      return store;
    } catch (IOException e) {
      throw store.failure("opening", e);
    }
  }

  /// Stores bytes; on return they are on the disk.
  ///
  /// @return their name
  public String put(byte[] bytes) {
    String sha256 = Sha256.of(bytes);
    Path home = folder.resolve(sha256);
    try {
      if (!Files.exists(home)) {
        Path aside = aside();
        Files.createDirectory(aside);
        write(aside.resolve(CONTENT), bytes);
        sync(aside);
        publish(aside, home);
        sync(folder);
      }
      return sha256;
    } catch (IOException e) {
      throw failure("storing " + sha256, e);
    }
  }

  /// Stores what a stream holds without holding it in memory; on return it is on the disk, and
  /// stays there as long as the lease.
  ///
  /// @param bytesMax more are refused
  public Lease put(InputStream bytes, long bytesMax) {
    Path aside = aside();
    try {
      Files.createDirectory(aside);
      String sha256 = copy(bytes, bytesMax, aside.resolve(CONTENT));
      Lease lease = leases.take(sha256);
      sync(aside);
      if (contains(sha256)) {
        Trees.delete(aside);
      } else {
        publish(aside, folder.resolve(sha256));
        sync(folder);
      }
      return lease;
    } catch (IOException e) {
      discard(aside);
      throw failure("storing a stream", e);
    } catch (FabricException e) {
      discard(aside);
      throw e;
    }
  }

  private static String copy(InputStream bytes, long bytesMax, Path file) throws IOException {
    try (FileChannel out =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        DigestOutputStream hashed =
            new DigestOutputStream(Channels.newOutputStream(out), Sha256.digest())) {
      copy(bytes, bytesMax, hashed);
      out.force(true);
      return HexFormat.of().formatHex(hashed.getMessageDigest().digest());
    }
  }

  private static void copy(InputStream bytes, long bytesMax, OutputStream out) throws IOException {
    byte[] buffer = new byte[128 << 10];
    long total = 0;
    for (int count = read(bytes, buffer); count >= 0; count = read(bytes, buffer)) {
      total += count;
      if (total > bytesMax) {
        throw new FabricException(
            Reason.REFUSED, "it has more than the %d bytes that are allowed".formatted(bytesMax));
      }
      out.write(buffer, 0, count);
    }
  }

  private static int read(InputStream bytes, byte[] buffer) {
    try {
      return bytes.read(buffer);
    } catch (IOException e) {
      throw new FabricException(Reason.LOST, "it ended too early: " + e.getMessage(), e);
    }
  }

  /// Keeps an artefact, stored already or soon, from being collected.
  public Lease hold(String sha256) {
    return leases.take(sha256);
  }

  /// How many bytes an artefact has.
  public long sizeBytes(String sha256) {
    try {
      return Files.size(home(sha256).resolve(CONTENT));
    } catch (IOException e) {
      throw failure("reading " + sha256, e);
    }
  }

  /// A piece of an artefact, empty behind its end. Not checked against the hash.
  public byte[] read(String sha256, long offsetBytes, int bytesMax) {
    try (FileChannel in = FileChannel.open(home(sha256).resolve(CONTENT))) {
      int length = Math.clamp(in.size() - offsetBytes, 0, bytesMax);
      ByteBuffer piece = ByteBuffer.allocate(length);
      while (piece.hasRemaining() && in.read(piece, offsetBytes + piece.position()) >= 0) {}
      return piece.array();
    } catch (IOException e) {
      throw failure("reading " + sha256, e);
    }
  }

  /// The bytes of a name, checked against it.
  public byte[] get(String sha256) {
    try {
      byte[] bytes = Files.readAllBytes(home(sha256).resolve(CONTENT));
      String actual = Sha256.of(bytes);
      if (!actual.equals(sha256)) {
        throw new FabricException(
            Reason.DAMAGED,
            "artefact %s is damaged, its bytes now have the hash %s: deploy it again"
                .formatted(folder.resolve(sha256), actual));
      }
      return bytes;
    } catch (IOException e) {
      throw failure("reading " + sha256, e);
    }
  }

  public boolean contains(String sha256) {
    return NAME.matcher(sha256).matches() && Files.exists(folder.resolve(sha256).resolve(CONTENT));
  }

  /// The folder with the unpacked archive; unpacks it at the first call.
  public Path unpacked(String sha256, ArchiveLimits limits) {
    return unpacked(
        sha256,
        (_, target) -> {
          var _ = CodeArchive.unpack(get(sha256), target, limits);
        });
  }

  /// The folder with what was made of an artefact; made at the first call. A crash leaves all of it
  /// or nothing.
  public Path unpacked(String sha256, Unpacking unpacking) {
    Path home = home(sha256);
    Path tree = home.resolve(TREE);
    Path aside = aside();
    try {
      if (!Files.exists(tree)) {
        unpacking.unpack(home.resolve(CONTENT), aside);
        publish(aside, tree);
      }
      return tree;
    } catch (IOException e) {
      discard(aside);
      throw failure("unpacking " + sha256, e);
    } catch (FabricException e) {
      discard(aside);
      throw e;
    }
  }

  /// All names, sorted.
  public List<String> list() {
    try {
      return children().stream()
          .map(p -> p.getFileName().toString())
          .filter(n -> NAME.matcher(n).matches())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw failure("listing", e);
    }
  }

  /// Deletes what nothing refers to and nobody holds.
  ///
  /// @param references asked for the names that are to stay
  /// @return the deleted names
  public synchronized List<String> collect(Supplier<Set<String>> references) {
    leases.beginCollection();
    Set<String> referenced = references.get();
    List<String> deleted = new ArrayList<>();
    for (String sha256 : list()) {
      if (!referenced.contains(sha256) && leases.unlessUsed(sha256, () -> putAside(sha256))) {
        deleted.add(sha256);
      }
    }
    sweep();
    return deleted;
  }

  /// From this moment it is not there; its bytes go later.
  private boolean putAside(String sha256) {
    try {
      Files.move(folder.resolve(sha256), removed(), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (IOException e) {
      throw failure("collecting " + sha256, e);
    }
  }

  private void sweep() {
    try {
      for (Path child : children()) {
        if (child.getFileName().toString().startsWith(REMOVED)) {
          Trees.delete(child);
        }
      }
    } catch (IOException e) {
      throw failure("collecting", e);
    }
  }

  private Path home(String sha256) {
    if (!contains(sha256)) {
      throw new FabricException(
          Reason.REFUSED,
          "there is no artefact %s in %s: deploy it first".formatted(sha256, folder));
    }
    return folder.resolve(sha256);
  }

  private Path aside() {
    return folder.resolve(ASIDE + UUID.randomUUID());
  }

  private Path removed() {
    return folder.resolve(REMOVED + UUID.randomUUID());
  }

  /// What was written so far; if it can't be deleted now, it goes at the next start.
  private static void discard(Path aside) {
    try {
      Trees.delete(aside);
    } catch (IOException e) {
      throw new UncheckedIOException("can't delete " + aside + ": " + e.getMessage(), e);
    }
  }

  private List<Path> children() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.toList();
    }
  }

  /// Two that store the same at once: the second one's copy is dropped.
  private static void publish(Path aside, Path home) throws IOException {
    try {
      Files.move(aside, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Trees.delete(aside);
      if (!Files.exists(home)) {
        throw e;
      }
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var buffer = java.nio.ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
      out.force(true);
    }
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel d = FileChannel.open(directory, StandardOpenOption.READ)) {
      d.force(true);
    }
  }

  private FabricException failure(String doing, IOException e) {
    Reason reason =
        String.valueOf(e.getMessage()).contains("No space left") ? Reason.DISK_FULL : Reason.IO;
    if (!Files.isWritable(folder)) {
      reason = Reason.READ_ONLY;
    }
    String remedy =
        reason == Reason.DISK_FULL
            ? "the disk is full: free some room there and try again"
            : "look at the folder's owner and mode";
    return new FabricException(
        reason, "%s in %s failed: %s; %s".formatted(doing, folder, e.getMessage(), remedy), e);
  }
}
