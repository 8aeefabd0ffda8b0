package dev.perigee.platform.control;

/// Invocations that nobody waits for.
public interface Events {
  /// Where there are none.
  Events NONE = () -> new Counts(0, 0, 0, 0, 0, 0);

  Counts counts();

  /// What became of the events of this process, at one instant.
  ///
  /// @param enqueued taken, durably, or found in the journal at the start
  /// @param waiting for their turn, or until they are tried again
  /// @param acked that succeeded
  /// @param dead that were given up after too many attempts, or had no function any more
  /// @param expired that were given up for their age
  record Counts(long enqueued, long waiting, long running, long acked, long dead, long expired) {

    /// What is in no other count: 0, or something was lost.
    public long unaccounted() {
      return enqueued - waiting - running - acked - dead - expired;
    }
  }
}
