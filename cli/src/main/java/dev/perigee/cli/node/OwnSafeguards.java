package dev.perigee.cli.node;

import dev.perigee.engine.cap.Cap;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Safeguards;
import java.util.List;
import java.util.Optional;

/// A node alone has no caps: they are counted where all calls come together, at the control plane.
record OwnSafeguards(String node) implements Safeguards {

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
        List.of("caps are not set at node " + node + ": ask the control plane"));
  }
}
