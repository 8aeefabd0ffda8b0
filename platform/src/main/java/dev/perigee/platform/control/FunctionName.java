package dev.perigee.platform.control;

import dev.perigee.model.function.FunctionId;
import java.util.Comparator;

/// A function with all its versions and aliases.
public record FunctionName(String tenant, String name) implements Comparable<FunctionName> {
  private static final Comparator<FunctionName> ORDER =
      Comparator.comparing(FunctionName::tenant).thenComparing(FunctionName::name);

  public static FunctionName of(FunctionId function) {
    return new FunctionName(function.tenant(), function.name());
  }

  /// What was deployed last under the name.
  public FunctionId latest() {
    return new FunctionId(tenant, name);
  }

  /// A published version.
  public FunctionId version(int number) {
    return new FunctionId(tenant, name, Integer.toString(number));
  }

  @Override
  public int compareTo(FunctionName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return tenant + "/" + name;
  }
}
