package dev.perigee.platform.http;

import dev.perigee.engine.cap.Cap;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards;
import java.util.List;
import java.util.Optional;

/// A control plane without caps; nothing can be set.
final class NoSafeguards implements Safeguards {
  @Override
  public CapView cap(Subject subject, Cap cap) {
    throw new UnsupportedOperationException("there are no caps here");
  }

  @Override
  public Optional<CapView> find(Subject subject) {
    return Optional.empty();
  }

  @Override
  public List<CapView> caps(String tenant) {
    return List.of();
  }

  @Override
  public boolean lift(Subject subject) {
    return false;
  }

  @Override
  public void kill(FunctionName function) {
    throw new UnsupportedOperationException("nothing can be stopped here");
  }

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
