package dev.perigee.fabric.image;

import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.Sha256;
import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;

/// The uncompressed bytes of a layer, hashed on their way and measured against a bomb.
final class LayerStream extends FilterInputStream {
  /// Smaller layers may be as dense as they like.
  private static final long DENSE_BYTES = 64 << 20;

  private final MessageDigest digest;
  private final long bytesMax;
  private long bytes;

  private LayerStream(InputStream in, MessageDigest digest, long bytesMax) {
    super(new DigestInputStream(in, digest));
    this.digest = digest;
    this.bytesMax = bytesMax;
  }

  static LayerStream open(Path content, boolean gzip, ArchiveLimits limits) throws IOException {
    InputStream file = new BufferedInputStream(Files.newInputStream(content), 128 << 10);
    InputStream tar = gzip ? new GZIPInputStream(file, 64 << 10) : file;
    long bytesMax = Math.max(DENSE_BYTES, Files.size(content) * limits.maxRatio());
    return new LayerStream(tar, Sha256.digest(), bytesMax);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    bytes += Math.max(count, 0);
    if (bytes > bytesMax) {
      throw Refusals.refused(
          "a layer unfolds to more than %d bytes, more than any honest one: it is a bomb"
              .formatted(bytesMax));
    }
    return count;
  }

  /// Skipped bytes count and are hashed too.
  @Override
  public long skip(long count) throws IOException {
    byte[] passed = new byte[(int) Math.min(count, 64 << 10)];
    return Math.max(read(passed, 0, passed.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /// Reads what is left, such as padding, and gives the hash of all.
  String finish() throws IOException {
    transferTo(OutputStream.nullOutputStream());
    return HexFormat.of().formatHex(digest.digest());
  }
}
