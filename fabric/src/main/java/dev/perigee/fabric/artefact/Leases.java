package dev.perigee.fabric.artefact;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// How many use each artefact now. Taking one and deleting an artefact exclude each other.
final class Leases {
  private final Map<String, Integer> users = new HashMap<>();
  private final Set<String> released = new HashSet<>();

  synchronized Lease take(String sha256) {
    users.merge(sha256, 1, Integer::sum);
    return new Lease(sha256, () -> release(sha256));
  }

  /// From now on, until the next time, what is released is spared: who released it may have written
  /// down a reference that the collection has not seen.
  synchronized void beginCollection() {
    released.clear();
  }

  private synchronized void release(String sha256) {
    released.add(sha256);
    users.computeIfPresent(sha256, (_, count) -> count == 1 ? null : count - 1);
  }

  /// Does it only if nobody uses the artefact, or has since the collection began.
  synchronized boolean unlessUsed(String sha256, BooleanSupplier work) {
    return !users.containsKey(sha256) && !released.contains(sha256) && work.getAsBoolean();
  }
}
