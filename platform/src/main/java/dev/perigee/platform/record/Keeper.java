package dev.perigee.platform.record;

import dev.perigee.fabric.journal.JournalRecord;
import java.util.Set;

/// Knows which records of some kinds are still needed.
///
/// Records are looked at in their order, and those that are not needed go in it: when a record is
/// let go, all that it speaks of went before, or go with it.
public interface Keeper {
  Set<String> kinds();

  /// All records are about to be looked at.
  default void begin() {}

  /// Must be true of what is only being written, and stay false once it is.
  boolean needs(JournalRecord record);

  /// Under what a record is counted that goes.
  default String countedAs(JournalRecord record) {
    return record.kind();
  }

  /// It went.
  default void gone(JournalRecord record) {}
}
