package dev.perigee.platform.events;

import dev.perigee.platform.control.Events.State;
import dev.perigee.platform.events.EventNote.Settled;
import dev.perigee.world.node.InvocationResult.Answered;
import java.util.Locale;
import java.util.Optional;

/// How an event ended.
///
/// @param condition as AWS Lambda words it
/// @param last answer of the function; empty if it was refused
record Ending(State state, String condition, String reason, Optional<Answered> last) {

  static Ending success(Answered last) {
    return new Ending(State.ACKED, "Success", "", Optional.of(last));
  }

  static Ending exhausted(String reason, Optional<Answered> last) {
    return new Ending(State.DEAD, "RetriesExhausted", reason, last);
  }

  static Ending tooOld(Retries allowed, Optional<Answered> last) {
    String reason = "it would be older than " + allowed.ageMaxS() + " s";
    return new Ending(State.EXPIRED, "EventAgeExceeded", reason, last);
  }

  /// What the journal keeps.
  ///
  /// @param result what a destination gets
  Settled note(QueuedEvent event, int attempts, byte[] result) {
    return new Settled(
        event.id(),
        state == State.ACKED,
        state.name().toLowerCase(Locale.ROOT),
        reason,
        condition,
        attempts,
        result);
  }

  Optional<Addressee> destination(Retries allowed) {
    return state == State.ACKED ? allowed.onSuccess() : allowed.onFailure();
  }
}
