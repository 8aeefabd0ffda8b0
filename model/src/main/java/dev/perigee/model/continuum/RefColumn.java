package dev.perigee.model.continuum;

import java.util.Arrays;

/// An immutable column of references in blocks of 4,096 rows that versions share.
public final class RefColumn<T> {
  private final Object[][] blocks;
  private final int size;

  private RefColumn(Object[][] blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  public static <T> RefColumn<T> empty() {
    return new RefColumn<>(new Object[0][], 0);
  }

  public int size() {
    return size;
  }

  @SuppressWarnings("unchecked") // only `with` writes, and it takes T
  public T get(int index) {
    return (T) blocks[index >>> Blocks.SHIFT][index & Blocks.MASK];
  }

  /// The column with one value replaced, or added when `index` is the size.
  public RefColumn<T> with(int index, T value) {
    Blocks.checkIndex(index, size);
    int block = index >>> Blocks.SHIFT;
    Object[][] changed = Arrays.copyOf(blocks, Math.max(blocks.length, block + 1));
    changed[block] = block < blocks.length ? blocks[block].clone() : new Object[Blocks.ROWS];
    changed[block][index & Blocks.MASK] = value;
    return new RefColumn<>(changed, Math.max(size, index + 1));
  }
}
