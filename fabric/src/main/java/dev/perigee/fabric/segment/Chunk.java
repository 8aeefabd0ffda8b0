package dev.perigee.fabric.segment;

/// Bytes of one file, for a replica that keeps the same files.
///
/// @param offset global offset of the first byte
/// @param segmentOffset global offset of the file's first byte
/// @param segmentUtcNs when the file was begun
public record Chunk(long offset, long segmentOffset, long segmentUtcNs, byte[] bytes) {
  boolean beginsSegment() {
    return offset == segmentOffset;
  }

  long endOffset() {
    return offset + bytes.length;
  }

  @Override
  public String toString() {
    return "chunk at offset " + offset + ", " + bytes.length + " bytes";
  }
}
