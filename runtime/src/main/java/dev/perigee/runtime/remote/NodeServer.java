package dev.perigee.runtime.remote;

import dev.perigee.fabric.transport.Channel;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.fabric.transport.Hello;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import dev.perigee.world.wire.NodeWire;
import java.util.concurrent.CompletableFuture;

/// Serves a node to its control plane. Each call has a thread of its own (the channel sees to
/// that), so an invocation blocks nobody else.
public final class NodeServer implements ChannelHandler {
  private final NodePort node;
  private final NodeSite site;
  private final LeaveBook book;
  private final NodeVoice voice;

  public NodeServer(NodePort node, NodeSite site, LeaveBook book, NodeVoice voice) {
    this.node = node;
    this.site = site;
    this.book = book;
    this.voice = voice;
  }

  @Override
  public void onUp(Channel channel, Hello control) {
    site.inContact(control.epoch());
    voice.greet(channel, node.node(), site.endpoint(), ProcessHandle.current().pid());
  }

  @Override
  public void onLost(Channel channel, String why) {
    voice.outOfContact();
  }

  @Override
  public byte[] onRequest(Channel channel, byte kind, byte[] payload) {
    if (kind != NodeWire.CALL) {
      throw new IllegalArgumentException("a node serves frames of kind 1, got " + kind);
    }
    return NodeWire.encode(answer(channel, NodeWire.decodeCall(payload)));
  }

  private NodeAnswer answer(Channel channel, NodeCall call) {
    return switch (call) {
      case NodeCall.Invoke invoke -> new NodeAnswer.Invoked(invoke(channel, invoke));
      case NodeCall.Place place -> new NodeAnswer.Placed(place(place));
      case NodeCall.Prepare prepare -> {
        site.fetch(prepare.function());
        yield new NodeAnswer.Prepared(node.prepare(prepare.function()));
      }
      case NodeCall.Drain drain -> done(() -> node.drain(drain.draining()));
      case NodeCall.Withdraw withdraw ->
          done(() -> node.withdraw(withdraw.function(), withdraw.version()));
      case NodeCall.Kill kill -> done(() -> node.kill(kill.function()));
      case NodeCall.Reclaim reclaim -> done(() -> node.reclaim(reclaim.memoryMb()));
      case NodeCall.Provision wanted ->
          done(() -> node.provision(wanted.function(), wanted.version(), wanted.workerCount()));
      case NodeCall.Workers _ -> new NodeAnswer.Workers(node.workers());
      case NodeCall.Ledger ledger -> site.ledger(ledger.offsetBytes(), ledger.bytesMax());
      case NodeCall.Decisions wanted -> site.decisions(wanted.fromOffset(), wanted.recordsMax());
      case NodeCall.Know know -> done(() -> site.know(know));
    };
  }

  private InvocationResult invoke(Channel channel, NodeCall.Invoke invoke) {
    InvocationRequest asked = invoke.request();
    InvocationRequest request =
        invoke.streams() ? asked.withStream(new PartSender(channel, asked.invocationId())) : asked;
    CompletableFuture<InvocationResult> result = new CompletableFuture<>();
    node.invoke(request, result::complete);
    return result.join();
  }

  private PlacementResult place(NodeCall.Place place) {
    site.fetch(place.function());
    CompletableFuture<PlacementResult> answer = new CompletableFuture<>();
    node.place(
        place.plan(),
        place.placement(),
        place.function(),
        result -> {
          if (result instanceof PlacementResult.Accepted) {
            book.controlGave(place.placement());
          }
          answer.complete(result);
        });
    return answer.join();
  }

  private static NodeAnswer done(Runnable work) {
    work.run();
    return new NodeAnswer.Done();
  }
}
