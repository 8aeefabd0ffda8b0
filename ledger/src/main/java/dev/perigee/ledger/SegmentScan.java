package dev.perigee.ledger;

import java.util.Optional;

/// What came of reading a segment.
///
/// @param validBytes length of the prefix that was read: appending may go on there
/// @param cut why it ended before the segment's end; empty if it did not
public record SegmentScan(long validBytes, Optional<SegmentCut> cut) {}
