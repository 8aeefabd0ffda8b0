package dev.perigee.fabric.journal;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A draft that waits for the disk.
///
/// @param replaced offsets of records that go with it
record Pending(JournalRecord draft, List<Long> replaced, CompletableFuture<Long> durable) {
  Pending(JournalRecord draft, List<Long> replaced) {
    this(draft, replaced, new CompletableFuture<>());
  }

  int bytes() {
    return draft.payload().length;
  }
}
