package dev.perigee.ledger;

import java.util.ArrayList;
import java.util.List;

/// How much of a ledger is kept. Only whole segments go, oldest first and never the one that is
/// still written, so that what stays is always the end of the ledger without a hole. A segment must
/// begin with the bytes of a drain, never amid them. Views of what stays remain exact, see
/// `LedgerReader`.
///
/// @param keepNs segments whose last row is older than this go
/// @param keepBytes beyond this many bytes the oldest go, whatever their age
public record Retention(long keepNs, long keepBytes) {
  public static final Retention FOREVER = new Retention(Long.MAX_VALUE, Long.MAX_VALUE);

  public Retention {
    if (keepNs < 0 || keepBytes < 0) {
      throw new LedgerException(
          "retention needs keepNs >= 0 and keepBytes >= 0, got " + keepNs + " and " + keepBytes);
    }
  }

  /// A segment of one writer.
  ///
  /// @param lastUtcNs time of its last row
  public record Segment(String name, long bytes, long lastUtcNs) {}

  /// The segments to delete, of a writer's segments from the oldest to the one that is written.
  public List<Segment> expired(List<Segment> segments, long nowUtcNs) {
    long bytes = 0;
    for (Segment segment : segments) {
      bytes = Math.addExact(bytes, segment.bytes());
    }
    List<Segment> expired = new ArrayList<>();
    for (int i = 0; i < segments.size() - 1; i++) {
      Segment oldest = segments.get(i);
      if (nowUtcNs - oldest.lastUtcNs() <= keepNs && bytes <= keepBytes) {
        break;
      }
      expired.add(oldest);
      bytes -= oldest.bytes();
    }
    return expired;
  }
}
