package dev.perigee.model.function;

import dev.perigee.model.ModelException;
import java.util.Comparator;
import java.util.regex.Pattern;

/// What runs under one name: the function as it was deployed last, or one version that was
/// published and never changes again. Each is placed and has workers of its own.
///
/// @param qualifier `$LATEST`, or the number of a published version
public record FunctionId(String tenant, String name, String qualifier)
    implements Comparable<FunctionId> {
  /// What was deployed last.
  public static final String LATEST = "$LATEST";

  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");

  /// By number: version 10 comes after version 9, and `$LATEST` before both.
  private static final Comparator<FunctionId> ORDER =
      Comparator.comparing(FunctionId::tenant)
          .thenComparing(FunctionId::name)
          .thenComparingInt(FunctionId::versionNumber);

  public FunctionId {
    ModelException.require(
        qualifier.equals(LATEST) || isVersion(qualifier),
        "a qualifier is $LATEST or a number from 1",
        qualifier);
  }

  /// The function as it was deployed last.
  public FunctionId(String tenant, String name) {
    this(tenant, name, LATEST);
  }

  /// Whether a text is the number of a published version.
  public static boolean isVersion(String text) {
    return NUMBER.matcher(text).matches();
  }

  public boolean isLatest() {
    return qualifier.equals(LATEST);
  }

  /// The number of a published version, 0 for `$LATEST`.
  public int versionNumber() {
    return isLatest() ? 0 : Integer.parseInt(qualifier);
  }

  @Override
  public int compareTo(FunctionId other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return isLatest() ? tenant + "/" + name : tenant + "/" + name + ":" + qualifier;
  }
}
