package dev.perigee.ledger;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// One column out of a list of rows.
final class Rows {
  private Rows() {}

  static <T> long[] longs(List<T> rows, ToLongFunction<T> column) {
    long[] values = new long[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsLong(rows.get(i));
    }
    return values;
  }

  static <T> double[] doubles(List<T> rows, ToDoubleFunction<T> column) {
    double[] values = new double[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.applyAsDouble(rows.get(i));
    }
    return values;
  }

  static <T> String[] strings(List<T> rows, Function<T, String> column) {
    String[] values = new String[rows.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = column.apply(rows.get(i));
    }
    return values;
  }
}
