package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// The journal of one node. Records are never changed and never removed: there is no truncate.
///
/// Offsets are dense and per node. Reading from an offset has no effect on the journal and gives
/// the same records each time, so a peer that is cut off in the middle of an exchange asks again
/// from its last offset.
public interface Journal extends AutoCloseable {

  /// Takes a draft. The future completes with the record's offset once it is on the disk, and fails
  /// (nothing is acknowledged) if it can't be written. Drafts of one thread get their offsets in
  /// the order of the calls; but if one fails, later ones may still succeed.
  ///
  /// When the queue of waiting drafts is full, this call blocks up to the journal's bound and then
  /// throws with the reason `BUSY`. Stages that hang on the future run on the writing thread: they
  /// must be short and must not block.
  CompletableFuture<Long> append(JournalRecord draft);

  /// Hands over up to `maxRecords` records that are on the disk, beginning at `fromOffset`, in
  /// order.
  ///
  /// @return the offset to go on from
  long read(long fromOffset, long maxRecords, Consumer<JournalRecord> consumer);

  /// The offset that the next record will get; all below it are on the disk.
  long nextOffset();

  /// Writes what was taken, then lets go of the store. Later calls throw with the reason `CLOSED`.
  @Override
  void close();

  /// Everything from `fromOffset` to the end.
  default long read(long fromOffset, Consumer<JournalRecord> consumer) {
    return read(fromOffset, Long.MAX_VALUE, consumer);
  }

  /// Appends and waits for the disk.
  default long appendAndWait(JournalRecord draft) {
    try {
      return append(draft).join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FabricException cause) {
        throw new FabricException(cause.reason(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }
}
