package dev.perigee.platform.control;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapState;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Keeps functions from running away: caps on what they use, and a switch that stops one.
/// Thread-safe. What is set is durable when the method returns.
public interface Safeguards {

  /// What a cap holds for.
  enum Kind {
    FUNCTION,
    WORKFLOW,
    TENANT,
    /// What was deployed not long ago: one version, or what was deployed last.
    REVISION;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
  }

  /// @param name of the function or workflow, all versions; the tenant's own; of a revision, with
  ///   its version unless it was deployed last
  record Subject(Kind kind, String tenant, String name) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER =
        Comparator.comparing(Subject::tenant)
            .thenComparing(Subject::kind)
            .thenComparing(Subject::name);

    @Override
    public int compareTo(Subject other) {
      return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
      return kind.text() + "/" + name;
    }
  }

  /// A cap and how far it is used up.
  ///
  /// @param used one number per amount, in its integer unit
  /// @param reserved by calls that run
  record CapView(Subject subject, Cap cap, long[] used, long[] reserved, CapState state) {

    /// The limit that is used up furthest.
    public Reached fullest() {
      return cap.limits().entrySet().stream()
          .map(limit -> new Reached(limit.getKey(), taken(limit.getKey()), limit.getValue()))
          .max(Comparator.comparingDouble(Reached::fraction))
          .orElseThrow();
    }

    private long taken(Amount amount) {
      return used[amount.ordinal()] + reserved[amount.ordinal()];
    }
  }

  /// How far a limit was used up, in the integer unit of its amount.
  record Reached(Amount amount, long used, long limit) {
    double fraction() {
      return limit == 0 ? 1 : (double) used / limit;
    }
  }

  /// The state of a capped subject got worse, or an operator did something.
  ///
  /// @param what such as `throttled` or `killed`
  /// @param reached empty for what an operator did
  record Trip(long utcNs, Subject subject, String what, Optional<Reached> reached) {}

  /// Sets or replaces a cap; what was used goes on counting.
  CapView cap(Subject subject, Cap cap);

  Optional<CapView> find(Subject subject);

  /// All caps of a tenant, in order.
  List<CapView> caps(String tenant);

  /// False if there was none.
  boolean lift(Subject subject);

  /// Cuts off what runs of a function and refuses what comes.
  void kill(FunctionName function);

  boolean isKilled(FunctionName function);

  /// Lets a function run again; false if it was not stopped.
  boolean revive(FunctionName function);

  /// The newest trips of a tenant, newest first.
  List<Trip> trips(String tenant);
}
