package dev.perigee.platform.events;

/// Bounds of the queue.
///
/// @param countMax events that wait or run; more are refused
/// @param bytesMax their payloads together
/// @param runningMax events that run at once
/// @param retryBaseMs about the pause before the first retry of a function that failed; the n-th is
///   n times as long. What was refused comes again after a sixtieth of it, which doubles up to five
///   times the base
/// @param retriesPerS retries of a function that are allowed whatever its traffic
/// @param fanOutMax events that one invocation may lead to, at any remove; further ones are dead
/// @param settledMax events of each end, the newest, whose results can be asked for
public record EventSetting(
    int countMax,
    long bytesMax,
    int runningMax,
    long retryBaseMs,
    int fanOutMax,
    int retriesPerS,
    int settledMax) {
  private static final int RETRIES_PER_S_DEFAULT = 100;
  private static final int FAN_OUT_MAX_DEFAULT = 10_000;

  /// AWS Lambda waits one minute, then two.
  public static final EventSetting DEFAULT = new EventSetting(100_000, 256L << 20, 256, 60_000);

  /// With the default limit of what one root may lead to.
  public EventSetting(int countMax, long bytesMax, int runningMax, long retryBaseMs) {
    this(
        countMax,
        bytesMax,
        runningMax,
        retryBaseMs,
        FAN_OUT_MAX_DEFAULT,
        RETRIES_PER_S_DEFAULT,
        EventBook.SETTLED_MAX);
  }

  public EventSetting withRetryBaseMs(long newRetryBaseMs) {
    return new EventSetting(
        countMax, bytesMax, runningMax, newRetryBaseMs, fanOutMax, retriesPerS, settledMax);
  }

  /// About the pause before an attempt after `count` failures.
  long afterFailureMs(int count) {
    return Math.max(1, retryBaseMs * count);
  }

  /// About the pause before an attempt after `count` refusals.
  long afterRefusalMs(int count) {
    long firstMs = Math.max(1, retryBaseMs / 60);
    return Math.min(firstMs << Math.min(count - 1, 20), Math.max(1, retryBaseMs * 5));
  }
}
