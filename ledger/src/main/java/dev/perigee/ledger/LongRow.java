package dev.perigee.ledger;

import dev.perigee.model.ledger.Energy;

/// One row of columns of integers, read from the first column to the last.
final class LongRow {
  private final long[][] columns;
  private final int row;
  private int column;

  LongRow(long[][] columns, int row) {
    this.columns = columns;
    this.row = row;
  }

  long aLong() {
    return columns[column++][row];
  }

  int anInt() {
    long value = aLong();
    if ((int) value != value) {
      throw new LedgerException("an integer column holds " + value + ", beyond 32 bits");
    }
    return (int) value;
  }

  Energy energy() {
    return new Energy(aLong(), aLong(), aLong(), aLong(), aLong(), aLong());
  }
}
