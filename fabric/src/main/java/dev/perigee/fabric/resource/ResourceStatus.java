package dev.perigee.fabric.resource;

/// A resource and what it holds.
///
/// @param used what it holds now, expired things included until they are swept
public record ResourceStatus(
    ResourceId id, ResourceSetting setting, Amount used, long operations, long createdUtcNs) {

  /// @param count of messages or keys
  public record Amount(long bytes, long count) {}
}
