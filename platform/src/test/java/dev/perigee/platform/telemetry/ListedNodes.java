package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Nodes;
import java.time.Duration;
import java.util.List;

/// Nodes of which only a list is asked for.
record ListedNodes(List<NodeView> list) implements Nodes {
  @Override
  public void drain(String node) {}

  @Override
  public void resume(String node) {}

  @Override
  public void cut(String node, Duration time) {}
}
