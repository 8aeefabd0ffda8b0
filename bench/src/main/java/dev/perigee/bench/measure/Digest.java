package dev.perigee.bench.measure;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 over the answers of a benchmark.
public final class Digest {
  private final MessageDigest sha;

  public Digest() {
    try {
      this.sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  public Digest add(long value) {
    sha.update(ByteBuffer.allocate(Long.BYTES).putLong(0, value));
    return this;
  }

  public Digest add(byte[] bytes) {
    sha.update(bytes);
    return this;
  }

  public String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
