package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;

/// Bounds of a stored journal.
///
/// @param release the name of this release, kept beside the records for the message that an older
///   release gives
/// @param queueRecords drafts that may wait for the writer
/// @param queueBytes payload that may wait for the writer
/// @param blockNs how long `append` waits for room in the queue before it refuses
/// @param maxPages a bound on the size of the store in pages of 4096 bytes; 0: none
public record JournalOptions(
    String release, int queueRecords, long queueBytes, long blockNs, long maxPages) {

  public JournalOptions {
    if (queueRecords < 1 || queueBytes < JournalRecord.MAX_PAYLOAD_BYTES || blockNs < 0) {
      throw new FabricException(
          FabricException.Reason.REFUSED,
          "journal options: queueRecords >= 1, queueBytes >= %d, blockNs >= 0, got %d, %d, %d"
              .formatted(JournalRecord.MAX_PAYLOAD_BYTES, queueRecords, queueBytes, blockNs));
    }
  }

  /// 8192 drafts or 64 MiB wait at most, a call at most 2 s.
  public static JournalOptions of(String release) {
    return new JournalOptions(release, 8192, 64L << 20, 2_000_000_000L, 0);
  }

  public JournalOptions withQueue(int records, long waitNs) {
    return new JournalOptions(release, records, queueBytes, waitNs, maxPages);
  }

  public JournalOptions withMaxPages(long pages) {
    return new JournalOptions(release, queueRecords, queueBytes, blockNs, pages);
  }
}
