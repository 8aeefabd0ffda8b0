package dev.perigee.model.function;

import java.util.Comparator;

/// A function whatever its version.
public record FunctionId(String tenant, String name) implements Comparable<FunctionId> {
  private static final Comparator<FunctionId> ORDER =
      Comparator.comparing(FunctionId::tenant).thenComparing(FunctionId::name);

  @Override
  public int compareTo(FunctionId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}
