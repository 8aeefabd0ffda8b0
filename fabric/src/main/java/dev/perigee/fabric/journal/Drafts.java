package dev.perigee.fabric.journal;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import java.util.List;

/// What every journal asks of its callers.
final class Drafts {
  private Drafts() {}

  static void requireDraft(JournalRecord draft) {
    if (draft.offset() != JournalRecord.UNASSIGNED) {
      throw new FabricException(
          Reason.REFUSED,
          "record " + draft + " already has an offset: append drafts, the journal numbers them");
    }
    if (draft.version() > JournalRecord.VERSION) {
      throw new FabricException(
          Reason.REFUSED,
          "record %s has version %d, this release writes up to %d"
              .formatted(draft, draft.version(), JournalRecord.VERSION));
    }
  }

  static void requireOffsets(List<Long> offsets, long nextOffset) {
    long last = -1;
    for (long offset : offsets) {
      if (offset <= last || offset >= nextOffset) {
        throw new FabricException(
            Reason.REFUSED,
            "can't replace record %d behind record %d: offsets ascend and are below %d"
                .formatted(offset, last, nextOffset));
      }
      last = offset;
    }
  }

  static FabricException closed() {
    return new FabricException(Reason.CLOSED, "the journal is closed: open it again");
  }

  static void requireRange(long fromOffset, long nextOffset, long maxOffsets) {
    if (fromOffset < 0 || fromOffset > nextOffset || maxOffsets < 0) {
      throw new FabricException(
          Reason.REFUSED,
          "can't read %d offsets from offset %d: the journal holds offsets 0 to %d"
              .formatted(maxOffsets, fromOffset, nextOffset - 1));
    }
  }
}
