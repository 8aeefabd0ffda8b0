package dev.perigee.fabric.resource;

/// What led to a write, so that circles can be told.
///
/// @param root id of the first invocation; empty if none did
/// @param hops how many led to it, one after the other
public record Origin(String root, int hops) {
  public static final Origin NONE = new Origin("", 0);
}
