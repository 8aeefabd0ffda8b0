package dev.perigee.ledger;

/// Where reading a segment had to stop before its end, and why.
///
/// @param offsetBytes start of the first block that can't be read
/// @param lostBytes from there to the end of the segment
/// @param reason what is wrong with that block
/// @param resumesAtBytes where the next intact block starts, -1 if none does: a write that was cut
///   short leaves none, so another value means that the segment was damaged later
public record SegmentCut(long offsetBytes, long lostBytes, String reason, long resumesAtBytes) {

  /// Whether this looks like a write that a crash cut short, which costs nothing that was
  /// acknowledged.
  public boolean isTornTail() {
    return resumesAtBytes < 0;
  }

  @Override
  public String toString() {
    String advice =
        isTornTail()
            ? "; the rest was never complete, cut the segment there"
            : "; an intact block follows at byte "
                + resumesAtBytes
                + ", so the segment was damaged: restore it from a copy or read on from there";
    return "segment can be read up to byte "
        + offsetBytes
        + ", then "
        + lostBytes
        + " bytes are left: "
        + reason
        + advice;
  }
}
