package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/// The journal of one node. Records are never changed; those that nobody needs any more can be
/// replaced by one that says what has to be known of them.
///
/// Offsets are per node, given in order and never twice. They are dense but for what was replaced.
/// Reading from an offset has no effect on the journal, so a peer that is cut off in the middle of
/// an exchange asks again from its last offset.
public interface Journal extends AutoCloseable {

  /// Takes a draft. The future completes with the record's offset once it is on the disk, and fails
  /// (nothing is acknowledged) if it can't be written. Drafts of one thread get their offsets in
  /// the order of the calls; but if one fails, later ones may still succeed.
  ///
  /// When the queue of waiting drafts is full, this call blocks up to the journal's bound and then
  /// throws with the reason `BUSY`. Stages that hang on the future run on the writing thread: they
  /// must be short and must not block.
  CompletableFuture<Long> append(JournalRecord draft);

  /// Takes a draft as `append` does and lets go of records: both or neither.
  ///
  /// @param offsets of records that are there, ascending
  CompletableFuture<Long> replace(List<Long> offsets, JournalRecord draft);

  /// Hands over the records that are on the disk at up to `maxOffsets` offsets, beginning at
  /// `fromOffset`, in order.
  ///
  /// @return the offset to go on from
  long read(long fromOffset, long maxOffsets, Consumer<JournalRecord> consumer);

  /// Hands over all records of some kinds that are on the disk, in order, without reading others.
  void read(Set<String> kinds, Consumer<JournalRecord> consumer);

  /// The offset that the next record will get; all below it are on the disk or were replaced.
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
    return await(append(draft));
  }

  /// Replaces and waits for the disk.
  default long replaceAndWait(List<Long> offsets, JournalRecord draft) {
    return await(replace(offsets, draft));
  }

  private static long await(CompletableFuture<Long> durable) {
    try {
      return durable.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof FabricException cause) {
        throw new FabricException(cause.reason(), String.valueOf(cause.getMessage()), cause);
      }
      throw e;
    }
  }
}
