package dev.perigee.ledger.text;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.ledger.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/// The ledger as CSV: a line of field names, then one line per row, with the names, the order and
/// the numbers of the JSON. Entries are streamed; nodes and roll-ups are tables of their own.
public final class LedgerCsv implements Consumer<LedgerEntry> {
  private final Appendable target;
  private final StringBuilder line = new StringBuilder(1_024);

  private LedgerCsv(Appendable target) {
    this.target = target;
  }

  /// Writes the line of field names.
  public static LedgerCsv begin(Appendable target) {
    LedgerCsv csv = new LedgerCsv(target);
    Field.csvHeader(csv.line, Fields.ENTRY);
    csv.flush();
    return csv;
  }

  @Override
  public void accept(LedgerEntry entry) {
    Field.csv(line, Fields.ENTRY, entry);
    flush();
  }

  public static String nodes(List<NodeTotal> nodes) {
    return table(Fields.NODE, nodes);
  }

  public static String rows(List<RollupRow> rows) {
    return table(Fields.ROW, rows);
  }

  private static <T> String table(List<Field<T>> fields, List<T> rows) {
    StringBuilder out = new StringBuilder();
    Field.csvHeader(out, fields);
    rows.forEach(row -> Field.csv(out, fields, row));
    return out.toString();
  }

  private void flush() {
    try {
      target.append(line);
      line.setLength(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
