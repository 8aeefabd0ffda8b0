package dev.perigee.model.continuum;

import java.util.Arrays;

/// An immutable column of `int` in blocks of 4,096 rows that versions share.
public final class IntColumn {
  public static final IntColumn EMPTY = new IntColumn(new int[0][], 0);

  private final int[][] blocks;
  private final int size;

  private IntColumn(int[][] blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  public int size() {
    return size;
  }

  public int get(int index) {
    return blocks[index >>> Blocks.SHIFT][index & Blocks.MASK];
  }

  /// The column with one value replaced, or added when `index` is the size.
  public IntColumn with(int index, int value) {
    Blocks.checkIndex(index, size);
    int block = index >>> Blocks.SHIFT;
    int[][] changed = Arrays.copyOf(blocks, Math.max(blocks.length, block + 1));
    changed[block] = block < blocks.length ? blocks[block].clone() : new int[Blocks.ROWS];
    changed[block][index & Blocks.MASK] = value;
    return new IntColumn(changed, Math.max(size, index + 1));
  }

  /// Whether the two columns hold the same block object: a test of sharing.
  public boolean sharesBlock(IntColumn other, int block) {
    return blocks[block] == other.blocks[block];
  }
}
