package dev.perigee.ledger.text;

import dev.perigee.ledger.NodeTotal;
import dev.perigee.ledger.rollup.RollupRow;
import dev.perigee.model.ledger.LedgerEntry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Consumer;

/// The ledger as JSON, streamed: entries are written as they come and never all in memory.
///
/// ```
/// LedgerJson json = LedgerJson.begin(out);
/// LedgerReader reader = new LedgerReader(filter, json);
/// ...
/// json.end(reader.finish().nodes());
/// ```
public final class LedgerJson implements Consumer<LedgerEntry> {
  private final Appendable target;
  private final StringBuilder line = new StringBuilder(1_536);
  private boolean first = true;

  private LedgerJson(Appendable target) {
    this.target = target;
  }

  /// Opens `{"entries":[`.
  public static LedgerJson begin(Appendable target) {
    LedgerJson json = new LedgerJson(target);
    json.line.append("{\"entries\":[");
    json.flush();
    return json;
  }

  @Override
  public void accept(LedgerEntry entry) {
    line.append(first ? "\n" : ",\n");
    first = false;
    Field.json(line, Fields.ENTRY, entry);
    flush();
  }

  /// Closes the entries and adds `"nodes"`.
  public void end(List<NodeTotal> nodes) {
    line.append("\n],\"nodes\":[");
    list(line, Fields.NODE, nodes);
    line.append("\n]}\n");
    flush();
  }

  /// One entry as one JSON object.
  public static String entry(LedgerEntry entry) {
    StringBuilder out = new StringBuilder(1_536);
    Field.json(out, Fields.ENTRY, entry);
    return out.toString();
  }

  /// `{"rows":[..]}`, the answer with `--by`.
  public static String rows(List<RollupRow> rows) {
    StringBuilder out = new StringBuilder("{\"rows\":[");
    list(out, Fields.ROW, rows);
    return out.append("\n]}\n").toString();
  }

  private static <T> void list(StringBuilder out, List<Field<T>> fields, List<T> rows) {
    for (int i = 0; i < rows.size(); i++) {
      out.append(i == 0 ? "\n" : ",\n");
      Field.json(out, fields, rows.get(i));
    }
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
