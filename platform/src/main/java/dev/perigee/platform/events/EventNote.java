package dev.perigee.platform.events;

import dev.perigee.platform.control.Events.State;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What happens to an event that was taken.
sealed interface EventNote {
  UUID id();

  /// An attempt begins.
  record Attempted(UUID id, int attempt) implements EventNote {}

  /// It ended for good.
  ///
  /// @param done whether it succeeded
  /// @param end name of the state; records of old have none
  /// @param reason why it did not succeed
  /// @param result what a destination gets, JSON; records of old have none
  record Settled(
      UUID id,
      boolean done,
      @Nullable String end,
      String reason,
      @Nullable String condition,
      int attempts,
      byte @Nullable [] result)
      implements EventNote {

    State state() {
      if (end == null) {
        return done ? State.ACKED : State.DEAD;
      }
      return State.valueOf(end.toUpperCase(Locale.ROOT));
    }
  }

  /// It is taken anew, as it was taken first.
  record Redriven(UUID id, long takenUtcNs) implements EventNote {}

  /// Nobody will ask for it any more.
  record Purged(UUID id) implements EventNote {}
}
