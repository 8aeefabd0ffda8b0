package dev.perigee.platform.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// The keys of the vault in a file that only its owner may read: a line `ID BASE64` each, of which
/// the last one seals and the others still open.
public record KeyFile(Path file) {
  /// In the data folder.
  public static final String NAME = "secrets.key";

  /// That of a data folder.
  public static KeyFile in(Path data) {
    return new KeyFile(data.resolve(NAME));
  }

  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  /// Opens the vault, with a new key if there is no file yet.
  ///
  /// @throws IllegalArgumentException if the file can't be understood, or others may read it
  public Vault open() {
    if (!Files.exists(file)) {
      write(Map.of("k1", fresh()));
    }
    requireOwnerOnly();
    return new Vault(read());
  }

  /// Adds a key, which seals from now on; returns its id.
  public String rotate() {
    Map<String, byte[]> keys = read();
    String id = "k" + (keys.size() + 1);
    keys.put(id, fresh());
    write(keys);
    return id;
  }

  private void requireOwnerOnly() {
    try {
      if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
        throw new IllegalArgumentException(
            "key file %s may be used by others than its owner: chmod 600 %s".formatted(file, file));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private Map<String, byte[]> read() {
    Map<String, byte[]> keys = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        String[] parts = line.split(" ", -1);
        byte[] key = parts.length == 2 ? Base64.getDecoder().decode(parts[1]) : new byte[0];
        if (key.length != Vault.KEY_BYTES) {
          throw new IllegalArgumentException("line " + (keys.size() + 1) + " holds no key");
        }
        keys.put(parts[0], key);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(e);
    }
    if (keys.isEmpty()) {
      throw unreadable(new IllegalArgumentException("it is empty"));
    }
    return keys;
  }

  /// Never half of it: written aside, synced, and put in its place.
  private void write(Map<String, byte[]> keys) {
    StringBuilder text = new StringBuilder();
    keys.forEach((id, key) ->
        text.append(id).append(' ').append(Base64.getEncoder().encodeToString(key)).append('\n'));
    Path aside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(aside);
      Files.createFile(aside, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
      Files.writeString(aside, text, UTF_8);
      try (FileChannel channel = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalStateException(aside + " is being written by somebody else", e);
    } catch (IOException e) {
      throw new UncheckedIOException("key file " + file + " can't be written", e);
    }
  }

  private static byte[] fresh() {
    byte[] key = new byte[Vault.KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  private IllegalArgumentException unreadable(Exception cause) {
    return new IllegalArgumentException(
        "key file %s can't be used: %s".formatted(file, cause.getMessage()), cause);
  }
}
