package dev.perigee.platform.telemetry;

import dev.perigee.engine.cap.Cap;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards;
import java.util.List;
import java.util.Optional;

/// Caps of which only a list is asked for.
record ListedCaps(List<CapView> views) implements Safeguards {
  @Override
  public List<CapView> caps(String tenant) {
    return views.stream().filter(view -> view.subject().tenant().equals(tenant)).toList();
  }

  @Override
  public CapView cap(Subject subject, Cap cap) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CapView> find(Subject subject) {
    return Optional.empty();
  }

  @Override
  public boolean lift(Subject subject) {
    return false;
  }

  @Override
  public void kill(FunctionName function) {}

  @Override
  public boolean isKilled(FunctionName function) {
    return false;
  }

  @Override
  public boolean revive(FunctionName function) {
    return false;
  }

  @Override
  public List<Trip> trips(String tenant) {
    return List.of();
  }
}
