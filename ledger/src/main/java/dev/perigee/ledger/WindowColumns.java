package dev.perigee.ledger;

import dev.perigee.model.ModelException;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/// Windows as columns, format version 1. The node's energy is the sum of its two parts and is not
/// stored.
final class WindowColumns {
  private static final List<ToLongFunction<NodeWindow>> LONGS =
      List.of(
          NodeWindow::toUtcNs,
          NodeWindow::attributedMicroJ,
          NodeWindow::unattributedMicroJ,
          NodeWindow::platformMicroJ);

  private WindowColumns() {}

  static void write(List<NodeWindow> rows, ColumnWriter out) {
    out.strings(Rows.strings(rows, NodeWindow::node));
    out.longs(Rows.longs(rows, NodeWindow::fromUtcNs), true);
    for (ToLongFunction<NodeWindow> column : LONGS) {
      out.longs(Rows.longs(rows, column), true);
    }
  }

  static List<NodeWindow> read(int rows, ColumnReader in) {
    String[] nodes = in.strings(rows);
    long[] from = in.longs(rows);
    long[][] longs = new long[LONGS.size()][];
    for (int column = 0; column < longs.length; column++) {
      longs[column] = in.longs(rows);
    }
    List<NodeWindow> windows = new ArrayList<>(rows);
    for (int row = 0; row < rows; row++) {
      windows.add(window(nodes[row], from[row], new LongRow(longs, row)));
    }
    return windows;
  }

  private static NodeWindow window(String node, long fromUtcNs, LongRow next) {
    long toUtcNs = next.aLong();
    long attributed = next.aLong();
    long unattributed = next.aLong();
    try {
      long energy = Math.addExact(attributed, unattributed);
      return new NodeWindow(
          node, fromUtcNs, toUtcNs, energy, attributed, unattributed, next.aLong());
    } catch (ArithmeticException | ModelException e) {
      throw new LedgerException("a window of node " + node + " makes no sense: " + e.getMessage());
    }
  }
}
