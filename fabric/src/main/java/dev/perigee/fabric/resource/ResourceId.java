package dev.perigee.fabric.resource;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// A resource of a tenant.
public record ResourceId(String tenant, Kind kind, String name) implements Comparable<ResourceId> {
  private static final Comparator<ResourceId> ORDER =
      Comparator.comparing(ResourceId::tenant)
          .thenComparing(ResourceId::kind)
          .thenComparing(ResourceId::name);

  public enum Kind {
    /// Messages in order, each for one taker.
    QUEUE,
    /// Small values by key.
    TABLE,
    /// Objects by key.
    BUCKET,
    /// What is published goes to all who listen; nothing is kept.
    TOPIC;

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Kind> of(String text) {
      return Arrays.stream(values()).filter(kind -> kind.text().equals(text)).findFirst();
    }
  }

  @Override
  public int compareTo(ResourceId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return kind.text() + " '" + name + "'";
  }
}
