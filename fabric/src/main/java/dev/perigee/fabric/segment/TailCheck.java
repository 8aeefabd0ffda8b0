package dev.perigee.fabric.segment;

import java.nio.ByteBuffer;

/// How many of a file's first bytes are whole, good blocks: the caller knows their form.
@FunctionalInterface
public interface TailCheck {
  /// For files that need no check.
  TailCheck NONE = ByteBuffer::remaining;

  int validPrefixBytes(ByteBuffer segment);
}
