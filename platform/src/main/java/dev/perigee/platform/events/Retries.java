package dev.perigee.platform.events;

/// How often and how long an event of a function is tried.
///
/// @param retryCountMax attempts after the first that the function failed
/// @param ageMaxS older events are given up
public record Retries(int retryCountMax, long ageMaxS) {
  /// AWS Lambda's defaults: two retries, six hours.
  public static final Retries DEFAULT = new Retries(2, 21_600);
}
