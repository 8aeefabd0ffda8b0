package dev.perigee.platform.nodes;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import dev.perigee.world.node.NodeListener;
import java.util.function.Consumer;

/// Turns what nodes say into events.
public final class NodeEvents implements NodeListener {
  private final Clock clock;
  private final Consumer<Event> events;

  public NodeEvents(Clock clock, Consumer<Event> events) {
    this.clock = clock;
    this.events = events;
  }

  @Override
  public void demanded(String node, FunctionId function, int workerCount) {
    events.accept(new Event.Demanded(clock.utcNs(), function, workerCount));
  }

  @Override
  public void released(String node, FunctionId function, int version, int workerCount) {
    events.accept(new Event.Released(clock.utcNs(), node, function, version, workerCount));
  }

  @Override
  public void observed(Node node) {
    events.accept(new Event.NodeObserved(clock.utcNs(), node));
  }

  @Override
  public void restarted(Node node) {
    events.accept(new Event.NodeRestarted(clock.utcNs(), node));
  }

  @Override
  public void lost(String node) {
    events.accept(new Event.NodeLost(clock.utcNs(), node));
  }
}
