package dev.perigee.fabric.artefact;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
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

  private final Path folder;

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
    Path tree = home(sha256).resolve(TREE);
    try {
      if (!Files.exists(tree)) {
        Path aside = aside();
        CodeArchive.unpack(get(sha256), aside, limits);
        publish(aside, tree);
      }
      return tree;
    } catch (IOException e) {
      throw failure("unpacking " + sha256, e);
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

  /// Deletes what nothing refers to and what was stored before `storedBefore`, so that an artefact
  /// whose deployment is not yet written down stays.
  ///
  /// @return the deleted names
  public List<String> collect(Set<String> referenced, Instant storedBefore) {
    List<String> deleted = new ArrayList<>();
    try {
      for (String sha256 : list()) {
        Path home = folder.resolve(sha256);
        Instant stored = Files.getLastModifiedTime(home.resolve(CONTENT)).toInstant();
        if (!referenced.contains(sha256) && stored.isBefore(storedBefore)) {
          Path aside = aside();
          Files.move(home, aside, StandardCopyOption.ATOMIC_MOVE);
          Trees.delete(aside);
          deleted.add(sha256);
        }
      }
      return deleted;
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
