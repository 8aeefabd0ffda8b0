package dev.perigee.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Settlements as columns, format version 1.
final class SettlementColumns {
  private static final List<ToLongFunction<Settlement>> LONGS =
      List.of(
          Settlement::windowToUtcNs,
          s -> s.energy().cpuMicroJ(),
          s -> s.energy().memoryMicroJ(),
          s -> s.energy().gpuMicroJ(),
          s -> s.energy().networkMicroJ(),
          s -> s.energy().idleMicroJ(),
          s -> s.energy().platformMicroJ(),
          Settlement::operationNanoGramsCo2e);

  private SettlementColumns() {}

  static void write(List<Settlement> rows, ColumnWriter out) {
    out.longs(Rows.longs(rows, Settlement::sequence), true);
    out.strings(Rows.strings(rows, Settlement::node));
    for (ToLongFunction<Settlement> column : LONGS) {
      out.longs(Rows.longs(rows, column), false);
    }
  }

  static List<Settlement> read(int rows, ColumnReader in) {
    long[] sequences = in.longs(rows);
    String[] nodes = in.strings(rows);
    long[][] longs = new long[LONGS.size()][];
    for (int column = 0; column < longs.length; column++) {
      longs[column] = in.longs(rows);
    }
    List<Settlement> settlements = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      LongRow next = new LongRow(longs, row);
      settlements.add(
          new Settlement(sequences[row], nodes[row], next.aLong(), next.energy(), next.aLong()));
    }
    return settlements;
  }
}
