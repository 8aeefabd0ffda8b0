package dev.perigee.platform.caps;

import dev.perigee.engine.cap.Amount;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards.Reached;
import dev.perigee.platform.control.Safeguards.Subject;
import java.util.Optional;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// What the journal keeps of safeguards.
sealed interface CapNote {
  String tenant();

  /// @param limits by the amount's name in requests, in its integer unit
  record CapSet(Subject subject, SortedMap<String, Long> limits, long windowNs) implements CapNote {
    @Override
    public String tenant() {
      return subject.tenant();
    }
  }

  /// A new revision begins with a part of its tenant's cap.
  record Probation(
      String tenant,
      String function,
      String qualifier,
      SortedMap<String, Long> limits,
      long windowNs,
      long untilUtcNs)
      implements CapNote {}

  record CapLifted(Subject subject) implements CapNote {
    @Override
    public String tenant() {
      return subject.tenant();
    }
  }

  record Killed(FunctionName function) implements CapNote {
    @Override
    public String tenant() {
      return function.tenant();
    }
  }

  record Revived(FunctionName function) implements CapNote {
    @Override
    public String tenant() {
      return function.tenant();
    }
  }

  /// The state of a subject got worse.
  ///
  /// @param amount whose limit was used up furthest; null for what an operator did, and in records
  ///   of old, as are the two behind it
  record Tripped(
      Subject subject,
      String state,
      @Nullable String amount,
      @Nullable Long used,
      @Nullable Long limit)
      implements CapNote {
    /// What an operator did.
    Tripped(Subject subject, String state) {
      this(subject, state, null, null, null);
    }

    Optional<Reached> reached() {
      return amount == null || used == null || limit == null
          ? Optional.empty()
          : Amount.of(amount).map(each -> new Reached(each, used, limit));
    }

    @Override
    public String tenant() {
      return subject.tenant();
    }
  }
}
