package dev.perigee.platform.control;

/// Workers of a version or alias that are there ahead of calls.
///
/// @param requestedCount workers that were asked for
/// @param allocatedCount workers that nodes have leave to keep
/// @param readyCount those of them that have started
/// @param reason why it failed; empty if it did not
public record Provision(
    String qualifier,
    int requestedCount,
    int allocatedCount,
    int readyCount,
    Status status,
    String reason,
    long modifiedUtcNs) {

  /// How far it is.
  public enum Status {
    IN_PROGRESS,
    READY,
    FAILED
  }
}
