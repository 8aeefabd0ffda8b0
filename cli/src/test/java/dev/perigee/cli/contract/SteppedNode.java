package dev.perigee.cli.contract;

import dev.perigee.cli.live.OpenLedger;
import dev.perigee.fabric.segment.Chunk;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.fabric.transport.Hello;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.remote.LeaveBook;
import dev.perigee.runtime.remote.NodeServer;
import dev.perigee.runtime.remote.NodeSite;
import dev.perigee.runtime.remote.NodeVoice;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import java.nio.file.Path;
import java.util.List;

/// A node in a process of its own whose time is the rig's: serves the control plane as every node
/// process does, and takes turns.
final class SteppedNode implements ChannelHandler {
  private final RemoteSchedule schedule = new RemoteSchedule();
  private final SteppedLife life;
  private final CountedNode node;
  private final NodeServer server;

  SteppedNode(Node description, ContractScenario scenario, Path folder) {
    LeaveBook book = new LeaveBook();
    NodeVoice voice = new NodeVoice(book, new Nobody());
    life = SteppedLife.begin(description, scenario, schedule, voice, folder);
    node = new CountedNode(life.node());
    server = new NodeServer(node, new Site(life.ledger()), book, voice);
  }

  @Override
  public void onUp(Channel channel, Hello control) {
    server.onUp(channel, control);
  }

  @Override
  public void onLost(Channel channel, String why) {
    server.onLost(channel, why);
  }

  @Override
  public byte[] onRequest(Channel channel, byte kind, byte[] payload) {
    return kind == Turn.KIND
        ? take(Turn.decode(payload)).encode()
        : server.onRequest(channel, kind, payload);
  }

  private Turn.Outcome take(Turn turn) {
    node.taken().await("calls taken", turn.callCount());
    schedule.step(turn.nowNs());
    switch (turn.what()) {
      case LISTEN -> {}
      case RUN -> schedule.run(turn.argument());
      case TICK -> life.node().tick();
      case CHANGE -> life.change((int) turn.argument(), turn.unseenNs());
    }
    return new Turn.Outcome(node.answerCount(), life.node().nextTickNs(), schedule.takeWishes());
  }

  /// A ledger and nothing else: no code is needed where workers only take time.
  private record Site(OpenLedger openLedger) implements NodeSite {
    @Override
    public String endpoint() {
      return "";
    }

    @Override
    public void inContact(long epoch) {}

    @Override
    public void know(NodeCall.Know news) {}

    @Override
    public void fetch(FunctionSpec function) {}

    @Override
    public NodeAnswer.Ledger ledger(long offsetBytes, int bytesMax) {
      Chunk chunk = openLedger.durable(offsetBytes, bytesMax);
      return new NodeAnswer.Ledger(
          chunk.offset(), chunk.segmentOffset(), chunk.segmentUtcNs(), chunk.bytes());
    }

    @Override
    public NodeAnswer.Decisions decisions(long fromOffset, int recordsMax) {
      return new NodeAnswer.Decisions(fromOffset, List.of());
    }
  }

  /// The node has no engine of its own.
  private static final class Nobody implements NodeListener {
    @Override
    public void demanded(String node, FunctionId function, int workerCount) {}

    @Override
    public void released(String node, FunctionId function, int version, int workerCount) {}

    @Override
    public void observed(Node node) {}

    @Override
    public void restarted(Node node) {}

    @Override
    public void lost(String node) {}
  }
}
