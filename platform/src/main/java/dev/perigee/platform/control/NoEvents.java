package dev.perigee.platform.control;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Where everybody waits for an answer.
public final class NoEvents implements Events {
  @Override
  public Counts counts() {
    return new Counts(0, 0, 0, 0, 0, 0);
  }

  @Override
  public long oldestAgeNs() {
    return 0;
  }

  @Override
  public Optional<EventView> find(UUID id, Duration patience) {
    return Optional.empty();
  }

  @Override
  public List<EventView> list(Selection selection, int countMax) {
    return List.of();
  }

  @Override
  public int redrive(Selection selection) {
    return 0;
  }

  @Override
  public int purge(Selection selection) {
    return 0;
  }
}
