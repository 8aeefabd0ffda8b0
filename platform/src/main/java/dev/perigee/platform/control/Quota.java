package dev.perigee.platform.control;

/// What a tenant may have and do at once; [#UNLIMITED] for no limit.
///
/// @param functions names
/// @param codeBytes over all functions and versions
/// @param concurrency calls that run at once
public record Quota(long functions, long codeBytes, long concurrency, long requestsPerS) {
  public static final long UNLIMITED = -1;
  public static final Quota NONE = new Quota(UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);
}
