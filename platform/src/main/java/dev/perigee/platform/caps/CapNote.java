package dev.perigee.platform.caps;

import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards.Subject;
import java.util.SortedMap;

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
  record Tripped(Subject subject, String state) implements CapNote {
    @Override
    public String tenant() {
      return subject.tenant();
    }
  }
}
