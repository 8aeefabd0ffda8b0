package dev.perigee.fabric.image;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// What tenants call their images: `FOLDER/TENANT/NAME` holds the hash of a manifest. A name is on
/// the disk when `put` returns.
public final class ImageNames {
  private static final String ASIDE = ".aside";

  private final Path folder;

  public ImageNames(Path folder) {
    this.folder = folder;
  }

  public Optional<String> find(String tenant, String name) {
    return Optional.ofNullable(of(tenant).get(name));
  }

  public synchronized void put(String tenant, String name, String sha256) {
    Path home = folder.resolve(tenant);
    Path aside = home.resolve(ASIDE);
    try {
      Files.createDirectories(home);
      Files.writeString(aside, sha256);
      sync(aside);
      Files.move(aside, home.resolve(escaped(name)), StandardCopyOption.ATOMIC_MOVE);
      sync(home);
    } catch (IOException e) {
      throw failure("naming an image " + name, e);
    }
  }

  /// False if there is no such name.
  public synchronized boolean remove(String tenant, String name) {
    try {
      return Files.deleteIfExists(folder.resolve(tenant).resolve(escaped(name)));
    } catch (IOException e) {
      throw failure("forgetting the image " + name, e);
    }
  }

  /// The hashes of a tenant's images, by name.
  public SortedMap<String, String> of(String tenant) {
    SortedMap<String, String> names = new TreeMap<>();
    for (Path file : children(folder.resolve(tenant))) {
      String name = String.valueOf(file.getFileName());
      if (!name.equals(ASIDE)) {
        names.put(URLDecoder.decode(name, UTF_8), read(file));
      }
    }
    return names;
  }

  /// The hashes of all images that have a name.
  public Set<String> all() {
    Set<String> all = new TreeSet<>();
    for (Path tenant : children(folder)) {
      all.addAll(of(String.valueOf(tenant.getFileName())).values());
    }
    return all;
  }

  private static String escaped(String name) {
    return URLEncoder.encode(name, UTF_8);
  }

  private String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw failure("reading " + file, e);
    }
  }

  private Iterable<Path> children(Path from) {
    if (!Files.isDirectory(from)) {
      return Set.of();
    }
    try (Stream<Path> all = Files.list(from)) {
      return all.toList();
    } catch (IOException e) {
      throw failure("listing " + from, e);
    }
  }

  private static void sync(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private FabricException failure(String doing, IOException e) {
    return new FabricException(
        Reason.IO,
        "%s in %s failed: %s; look at the folder's owner and mode and at the room on the disk"
            .formatted(doing, folder, e.getMessage()),
        e);
  }
}
