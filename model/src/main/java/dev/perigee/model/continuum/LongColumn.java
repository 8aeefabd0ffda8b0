package dev.perigee.model.continuum;

import java.util.Arrays;

/// An immutable column of `long` in blocks of 4,096 rows that versions share.
public final class LongColumn {
  public static final LongColumn EMPTY = new LongColumn(new long[0][], 0);

  private final long[][] blocks;
  private final int size;

  private LongColumn(long[][] blocks, int size) {
    this.blocks = blocks;
    this.size = size;
  }

  public int size() {
    return size;
  }

  public long get(int index) {
    return blocks[index >>> Blocks.SHIFT][index & Blocks.MASK];
  }

  /// The column with one value replaced, or added when `index` is the size.
  public LongColumn with(int index, long value) {
    Blocks.checkIndex(index, size);
    int block = index >>> Blocks.SHIFT;
    long[][] changed = Arrays.copyOf(blocks, Math.max(blocks.length, block + 1));
    changed[block] = block < blocks.length ? blocks[block].clone() : new long[Blocks.ROWS];
    changed[block][index & Blocks.MASK] = value;
    return new LongColumn(changed, Math.max(size, index + 1));
  }

  /// Whether the two columns hold the same block object: a test of sharing.
  public boolean sharesBlock(LongColumn other, int block) {
    return blocks[block] == other.blocks[block];
  }
}
