package dev.perigee.fabric.journal;

import java.util.concurrent.CompletableFuture;

/// A draft that waits for the disk.
record Pending(JournalRecord draft, CompletableFuture<Long> durable) {
  Pending(JournalRecord draft) {
    this(draft, new CompletableFuture<>());
  }

  int bytes() {
    return draft.payload().length;
  }
}
