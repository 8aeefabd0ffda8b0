package dev.perigee.model.continuum;

import java.util.Arrays;

/// An immutable column of `double` in blocks of 4,096 rows that versions share.
public final class DoubleColumn {
  public static final DoubleColumn EMPTY = new DoubleColumn(new double[0][], 0);

  private final double[][] blocks;
  private final int size;

  private DoubleColumn(double[][] blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  public int size() {
    return size;
  }

  public double get(int index) {
    return blocks[index >>> Blocks.SHIFT][index & Blocks.MASK];
  }

  /// The column with one value replaced, or added when `index` is the size.
  public DoubleColumn with(int index, double value) {
    Blocks.checkIndex(index, size);
    int block = index >>> Blocks.SHIFT;
    double[][] changed = Arrays.copyOf(blocks, Math.max(blocks.length, block + 1));
    changed[block] = block < blocks.length ? blocks[block].clone() : new double[Blocks.ROWS];
    changed[block][index & Blocks.MASK] = value;
    return new DoubleColumn(changed, Math.max(size, index + 1));
  }

  /// Whether the two columns hold the same block object: a test of sharing.
  public boolean sharesBlock(DoubleColumn other, int block) {
    return blocks[block] == other.blocks[block];
  }
}
