package dev.perigee.cli.contract;

import dev.perigee.fabric.transport.ChannelOptions;
import dev.perigee.fabric.transport.UnixTransport;
import dev.perigee.model.continuum.Node;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.wire.NodeNotice;
import dev.perigee.world.wire.NodeWire;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

/// The main program of a stepped node. It dials when a byte comes on its standard input, so that
/// the control plane hears of the nodes in their order, and ends with it.
final class SteppedNodeMain {
  /// No test waits for this silence: a process that is killed breaks its connection at once.
  static final ChannelOptions LINK =
      ChannelOptions.DEFAULT.withHeartbeat(Duration.ofMillis(500), Tally.PATIENCE);

  private SteppedNodeMain() {}

  /// @param lifeCount counts the node's lives, from 1
  static List<String> arguments(
      Node node, long lifeCount, String scenario, Path socket, Path folder) {
    return List.of(
        HexFormat.of().formatHex(NodeWire.encode(new NodeNotice.Observed(node))),
        Long.toString(lifeCount),
        scenario,
        socket.toString(),
        folder.toString());
  }

  public static void main(String[] arguments) throws IOException {
    Node node = node(arguments[0]);
    long lifeCount = Long.parseLong(arguments[1]);
    SteppedNode stepped = new SteppedNode(node, scenario(arguments[2]), Path.of(arguments[4]));
    if (System.in.read() >= 0) {
      var _ =
          new UnixTransport(Path.of(arguments[3]), LINK).dial(node.id(), () -> lifeCount, stepped);
      var _ = System.in.read();
    }
    System.exit(0);
  }

  private static Node node(String hex) {
    if (NodeWire.decodeNotice(HexFormat.of().parseHex(hex)) instanceof NodeNotice.Observed seen) {
      return seen.node();
    }
    throw new IllegalArgumentException(hex);
  }

  private static ContractScenario scenario(String name) {
    return ContractScenario.all().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
