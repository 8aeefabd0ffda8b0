package dev.perigee.platform.events;

/// Bounds of the queue.
///
/// @param countMax events that wait or run; more are refused
/// @param bytesMax their payloads together
/// @param runningMax events that run at once
/// @param backoffMs about the pause before the first retry; each one doubles, up to 32 times it
public record EventSetting(int countMax, long bytesMax, int runningMax, long backoffMs) {
  /// AWS Lambda waits one minute, then two.
  public static final EventSetting DEFAULT = new EventSetting(100_000, 256L << 20, 256, 60_000);
}
