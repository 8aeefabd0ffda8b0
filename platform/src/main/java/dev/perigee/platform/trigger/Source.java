package dev.perigee.platform.trigger;

import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;

/// Where the events of a trigger come from.
public sealed interface Source {

  /// As it is written.
  default String kind() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// A point in time comes.
  ///
  /// @param jitterS runs come up to so many seconds later, each time the same for the same run
  record Cron(String schedule, String timezone, int jitterS, Missed missed) implements Source {}

  /// What becomes of runs that were due while the platform was down, or that its clock jumped over.
  enum Missed {
    /// They are noted and not made up for.
    SKIP,
    /// The newest of them runs.
    ONCE,
    /// All of them run, 1,000 at most.
    ALL;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// An event is sent to the platform.
  ///
  /// @param filter what attributes have to be, by name; `a*` begins with a, `*z` ends with z
  record Event(SortedMap<String, String> filter) implements Source {}

  /// Something in a bucket or table changes.
  record Change(Store store, String name, String prefix, String suffix) implements Source {
    @Override
    public String kind() {
      return store.text();
    }
  }

  /// What can change.
  enum Store {
    BUCKET,
    TABLE;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Store> of(String text) {
      return text.equals("bucket")
          ? Optional.of(BUCKET)
          : text.equals("table") ? Optional.of(TABLE) : Optional.empty();
    }
  }

  /// Something is published on a topic.
  record Topic(String name) implements Source {}

  /// A message comes on a subject of a NATS server.
  ///
  /// @param server `nats://HOST:PORT` or `tls://HOST:PORT`; of a cluster several with commas
  /// @param subject may have wildcards
  /// @param durable who names the same one shares the messages
  record Nats(String server, String subject, String durable, NatsLogin login) implements Source {

    /// Of a trigger that names none. Names have no `~` and no `+`, and NATS takes no dots.
    static String durableOf(String tenant, String trigger) {
      return "perigee~%s~%s".formatted(tenant, trigger).replace('.', '+');
    }
  }
}
