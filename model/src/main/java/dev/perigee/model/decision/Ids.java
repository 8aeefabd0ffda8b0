package dev.perigee.model.decision;

/// Identifiers of decisions and plans: a `long` with who made it in the top 16 bits (0: the control
/// plane, n: the n-th node while it was alone), the maker's epoch in the next 16 and a counter in
/// the low 32. 0 is "none".
public final class Ids {
  private static final long LOW_48 = 0xFFFF_FFFF_FFFFL;

  private Ids() {}

  /// The first id that a maker hands out in an epoch.
  public static long first(int origin, int epoch) {
    return ((long) origin << 48) | ((long) (epoch & 0xFFFF) << 32) | 1L;
  }

  public static String decisionText(long id) {
    return text("d", id);
  }

  public static String planText(long id) {
    return text("p", id);
  }

  /// Reads what `decisionText` or `planText` wrote; -1 when it is neither.
  public static long parse(String text) {
    String[] parts = text.split("-", -1);
    if (parts.length != 3 || !(parts[0].equals("d") || parts[0].equals("p"))) {
      return -1;
    }
    try {
      long origin = Long.parseLong(parts[1]);
      long low = Long.parseLong(parts[2]);
      return origin < 0 || origin > 0xFFFF || low < 0 || low > LOW_48 ? -1 : (origin << 48) | low;
    } catch (NumberFormatException _) {
      return -1;
    }
  }

  private static String text(String kind, long id) {
    return id == 0 ? "" : kind + "-" + (id >>> 48) + "-" + (id & LOW_48);
  }
}
