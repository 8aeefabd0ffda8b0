package dev.perigee.platform.firing;

import java.util.UUID;

/// What happens to triggers, as the journal has it.
sealed interface TriggerNote {
  String tenant();

  String name();

  /// @param json what it was set to
  /// @param utcNs when it was set
  /// @param sinceUtcNs when it was set or resumed
  record Put(
      String tenant,
      String name,
      String json,
      UUID generation,
      long utcNs,
      long sinceUtcNs,
      boolean paused)
      implements TriggerNote {}

  record Deleted(String tenant, String name) implements TriggerNote {}

  /// Its runs up to a point in time are made.
  ///
  /// @param skipped runs that were missed and not made up for
  record Done(String tenant, String name, UUID generation, long doneUtcNs, long skipped)
      implements TriggerNote {}
}
