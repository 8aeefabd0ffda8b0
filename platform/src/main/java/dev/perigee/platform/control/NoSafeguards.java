package dev.perigee.platform.control;

import dev.perigee.engine.cap.Cap;
import java.util.List;
import java.util.Optional;

/// Where nothing is capped and nothing can be: caps are counted where all calls come together.
///
/// @param where what is told to who wants to set one
public record NoSafeguards(String where) implements Safeguards {

  @Override
  public CapView cap(Subject subject, Cap cap) {
    throw elsewhere();
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
    throw elsewhere();
  }

  @Override
  public void kill(FunctionName function) {
    throw elsewhere();
  }

  @Override
  public boolean isKilled(FunctionName function) {
    return false;
  }

  @Override
  public boolean revive(FunctionName function) {
    throw elsewhere();
  }

  @Override
  public List<Trip> trips(String tenant) {
    return List.of();
  }

  private ControlException elsewhere() {
    return new ControlException(
        ControlException.Kind.UNSUPPORTED_HERE,
        List.of("caps are not set at " + where + ": ask the control plane"));
  }
}
