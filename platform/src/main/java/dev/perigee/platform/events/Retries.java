package dev.perigee.platform.events;

import java.util.Optional;

/// How often and how long an event of a function is tried, and who hears of its end.
///
/// @param retryCountMax attempts after the first that the function failed
/// @param ageMaxS older events are given up
/// @param onSuccess gets the result of events that succeeded
/// @param onFailure gets the result of events that were given up
public record Retries(
    int retryCountMax, long ageMaxS, Optional<Addressee> onSuccess, Optional<Addressee> onFailure) {
  /// AWS Lambda's defaults: two retries, six hours.
  public static final Retries DEFAULT = new Retries(2, 21_600, Optional.empty(), Optional.empty());
}
