package dev.perigee.platform.trigger;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// How a trigger stands with a server elsewhere that its messages come from.
///
/// @param reason what went wrong last; empty if nothing did
/// @param guarantee empty until the server was asked
/// @param messages how many of them became what since it listens
public record Subscription(
    Trigger trigger,
    State state,
    String reason,
    Optional<Guarantee> guarantee,
    Map<Outcome, Long> messages) {

  public enum State {
    /// The server is not reached, or not yet; it is tried again and again.
    CONNECTING,
    CONNECTED,
    /// The server was reached and does not allow or have it; it is tried again, too.
    FAILED;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Whether messages come again that were not taken.
  public enum Guarantee {
    AT_LEAST_ONCE,
    AT_MOST_ONCE;

    public String text() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// What becomes of a message.
  public enum Outcome {
    /// Its invocation is durable.
    TAKEN,
    /// It comes again.
    POSTPONED,
    /// It is larger than a function may get.
    REFUSED,
    /// There was no room for it, and it does not come again.
    LOST;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Of one that was not tried yet.
  public static Subscription begun(Trigger trigger) {
    return new Subscription(trigger, State.CONNECTING, "", Optional.empty(), Map.of());
  }
}
