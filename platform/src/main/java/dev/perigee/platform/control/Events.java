package dev.perigee.platform.control;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Invocations that nobody waits for. Thread-safe.
public interface Events {

  /// What became of an event.
  enum State {
    QUEUED("queued"),
    IN_FLIGHT("inFlight"),
    ACKED("acked"),
    DEAD("dead"),
    EXPIRED("expired");

    private final String text;

    State(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }

    public static Optional<State> of(String text) {
      return Arrays.stream(values())
          .filter(
              state -> state.text.toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
          .findFirst();
    }

    public boolean isSettled() {
      return switch (this) {
        case QUEUED, IN_FLIGHT -> false;
        case ACKED, DEAD, EXPIRED -> true;
      };
    }
  }

  /// What became of all events since the journal began, at one instant.
  ///
  /// @param enqueued taken, durably; one that is redriven counts again
  /// @param acked that succeeded
  /// @param dead that were given up after too many attempts, or had no function any more
  /// @param expired that were given up for their age
  record Counts(long enqueued, long queued, long inFlight, long acked, long dead, long expired) {

    /// What is in no other count: 0, or something was lost.
    public long unaccounted() {
      return enqueued - queued - inFlight - acked - dead - expired;
    }
  }

  /// One event.
  ///
  /// @param attempts that were begun
  /// @param condition `Success`, `RetriesExhausted` or `EventAgeExceeded`; empty until it is
  ///   settled
  /// @param result what a destination gets, JSON; empty until it is settled
  record EventView(
      UUID id,
      FunctionName function,
      State state,
      int attempts,
      String condition,
      Optional<byte[]> result,
      long takenUtcNs) {

    public EventView with(Optional<byte[]> newResult) {
      return new EventView(id, function, state, attempts, condition, newResult, takenUtcNs);
    }
  }

  /// Which settled events.
  record Selection(String tenant, State state, Optional<String> function) {}

  /// What a function's retries come to in the last ten seconds.
  ///
  /// @param firsts attempts that were the first of their event
  /// @param allowed retries that there may be
  /// @param waiting retries that were postponed and have not begun
  /// @param postponed retries that were, since the platform was started
  record RetryView(
      FunctionName function,
      long firsts,
      long retries,
      long allowed,
      long waiting,
      long postponed) {}

  /// Retries of all functions that had to wait for their budget.
  ///
  /// @param total since the platform was started
  record Postponed(long waiting, long total) {}

  Counts counts();

  /// A tenant's functions with attempts or postponed retries, by name.
  default List<RetryView> retries(String tenant) {
    return List.of();
  }

  default Postponed postponed() {
    return new Postponed(0, 0);
  }

  /// Age of the oldest event that is not settled; 0 if there is none.
  long oldestAgeNs();

  /// An event that waits, runs or was settled not too long ago; waits up to `patience` until it is
  /// settled.
  Optional<EventView> find(UUID id, Duration patience);

  /// The newest first, without their results.
  List<EventView> list(Selection selection, int countMax);

  /// Enqueues dead or expired events anew, under their ids; returns how many.
  ///
  /// @throws ControlException THROTTLED if the queue has no room for more
  int redrive(Selection selection);

  /// Forgets settled events; they stay counted. Returns how many.
  int purge(Selection selection);
}
