package dev.perigee.fabric.segment;

/// Bytes of a store over the boundaries of its files.
///
/// @param offset global offset of the first byte: later than asked for if the files before are gone
public record Page(long offset, byte[] bytes) {
  @Override
  public String toString() {
    return "page at offset " + offset + ", " + bytes.length + " bytes";
  }
}
