package dev.perigee.cli.node;

import dev.perigee.fabric.transport.ChannelOptions;
import java.time.Duration;

/// The rhythm of the link between a control plane and its node processes: on one machine silence
/// for this long means that the node is stopped or cut off.
final class NodeLink {
  static final ChannelOptions OPTIONS =
      ChannelOptions.DEFAULT.withHeartbeat(Duration.ofMillis(250), Duration.ofMillis(1_500));

  private NodeLink() {}
}
