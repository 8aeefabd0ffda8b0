package dev.perigee.ledger;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/// SHA-256 over the canonical bytes of a ledger: two runs with the same hash booked the same, to
/// the last unit. The bytes are those of the segment format's columns, so that any field counts;
/// rows are sorted first (entries by start, node and id, windows by node and start), so that it
/// doesn't matter which thread wrote when.
public final class LedgerHash {
  private static final int ROWS = 4_096;

  private static final Comparator<LedgerEntry> ENTRIES =
      Comparator.comparingLong(LedgerEntry::startedUtcNs)
          .thenComparing(LedgerEntry::node)
          .thenComparing(LedgerEntry::invocationId);

  private static final Comparator<NodeWindow> WINDOWS =
      Comparator.comparing(NodeWindow::node)
          .thenComparingLong(NodeWindow::fromUtcNs)
          .thenComparingLong(NodeWindow::toUtcNs);

  private LedgerHash() {}

  /// 64 hexadecimal digits.
  public static String of(List<LedgerEntry> entries, List<NodeWindow> windows) {
    MessageDigest digest = sha256();
    List<LedgerEntry> sortedEntries = sorted(entries, ENTRIES);
    digest.update(header("entries", sortedEntries.size()));
    for (int at = 0; at < sortedEntries.size(); at += ROWS) {
      ColumnWriter columns = new ColumnWriter();
      EntryColumns.write(
          sortedEntries.subList(at, Math.min(sortedEntries.size(), at + ROWS)), columns);
      digest.update(columns.toBytes());
    }
    List<NodeWindow> sortedWindows = sorted(windows, WINDOWS);
    digest.update(header("windows", sortedWindows.size()));
    for (int at = 0; at < sortedWindows.size(); at += ROWS) {
      ColumnWriter columns = new ColumnWriter();
      WindowColumns.write(
          sortedWindows.subList(at, Math.min(sortedWindows.size(), at + ROWS)), columns);
      digest.update(columns.toBytes());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static <T> List<T> sorted(List<T> rows, Comparator<T> order) {
    List<T> sorted = new ArrayList<>(rows);
    sorted.sort(order);
    return sorted;
  }

  private static byte[] header(String what, int rows) {
    return (what + " " + rows + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
