package dev.perigee.world;

/// Random streams that depend on what they are for and not on who asked first: a stream is derived
/// from the scenario's seed and the identity of its user. SplitMix64 (Steele, Lea, Flood: Fast
/// Splittable Pseudorandom Number Generators, OOPSLA 2014).
public final class Seeds {
  private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

  private Seeds() {}

  /// A seed for one use, well mixed.
  public static long derive(long seed, long use) {
    return mix(seed + GOLDEN_GAMMA * (use + 1));
  }

  /// A seed for one use of one user.
  public static long derive(long seed, long user, long use) {
    return derive(derive(seed, user), use);
  }

  /// A seed for a named user: the same on every JVM.
  public static long derive(long seed, String user) {
    long hash = 0xCBF2_9CE4_8422_2325L;
    for (int i = 0; i < user.length(); i++) {
      hash = (hash ^ user.charAt(i)) * 0x0000_0100_0000_01B3L;
    }
    return derive(seed, hash);
  }

  /// A number in 0 (inclusive) to 1 (exclusive) out of a derived seed.
  public static double unit(long derived) {
    return (mix(derived) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return z ^ (z >>> 31);
  }
}
