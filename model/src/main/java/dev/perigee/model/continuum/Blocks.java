package dev.perigee.model.continuum;

import dev.perigee.model.ModelException;

/// The block size that all columns share.
final class Blocks {
  static final int SHIFT = 12;
  static final int ROWS = 1 << SHIFT;
  static final int MASK = ROWS - 1;

  private Blocks() {}

  static void checkIndex(int index, int size) {
    ModelException.require(index >= 0 && index <= size, "an index up to the size " + size, index);
  }
}
