package dev.perigee.cli.node;

import dev.perigee.cli.live.OpenLedger;
import dev.perigee.fabric.segment.Chunk;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.runtime.remote.NodeSite;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// What a node process has beside its workers: its engine and what that knows, its ledger, its
/// decisions and its store of code.
///
/// @param copiedOffset up to where the control plane has a copy of the ledger
record OwnSite(
    Clock clock,
    OwnEngine engine,
    Gateway gateway,
    NodePort node,
    OpenLedger openLedger,
    DecisionLog decisionLog,
    CodeFetcher fetcher,
    Executor threads,
    Supplier<Channel> control,
    AtomicLong copiedOffset,
    String endpoint)
    implements NodeSite {
  /// Nobody waits for what a node is told: it is in the node's journal a moment later.
  private static final long NO_REQUEST = -1;

  @Override
  public void inContact(long epoch) {
    threads.execute(() -> engine.follow((int) epoch));
  }

  @Override
  public void know(NodeCall.Know news) {
    List<FunctionSpec> unknown =
        news.deployed().stream().filter(function -> !isKnown(function)).toList();
    unknown.forEach(
        function -> engine.submit(new Event.Deployed(clock.utcNs(), NO_REQUEST, function)));
    deleted(news).forEach(id -> engine.submit(new Event.Deleted(clock.utcNs(), NO_REQUEST, id)));
    threads.execute(() -> unknown.forEach(this::prepare));
  }

  private boolean isKnown(FunctionSpec function) {
    return gateway
        .table()
        .find(function.id())
        .map(row -> row.function().equals(function))
        .orElse(false);
  }

  private List<FunctionId> deleted(NodeCall.Know news) {
    Set<FunctionId> there = new HashSet<>();
    news.deployed().forEach(function -> there.add(function.id()));
    List<FunctionId> deleted = new ArrayList<>();
    for (FunctionId id : gateway.table().rows().keySet()) {
      if (news.all() ? !there.contains(id) : news.deleted().contains(id)) {
        deleted.add(id);
      }
    }
    return deleted;
  }

  /// What was deployed while the node was away is made ready before its first call.
  private void prepare(FunctionSpec function) {
    if (!fetcher.has(function) && fetcher.fetch(function, control.get())) {
      var _ = node.prepare(function);
    }
  }

  @Override
  public void fetch(FunctionSpec function) {
    var _ = fetcher.fetch(function, control.get());
  }

  @Override
  public NodeAnswer.Ledger ledger(long offsetBytes, int bytesMax) {
    copiedOffset.accumulateAndGet(offsetBytes, Math::max);
    Chunk chunk = openLedger.durable(offsetBytes, bytesMax);
    return new NodeAnswer.Ledger(
        chunk.offset(), chunk.segmentOffset(), chunk.segmentUtcNs(), chunk.bytes());
  }

  @Override
  public NodeAnswer.Decisions decisions(long fromOffset, int recordsMax) {
    List<Decision> found = new ArrayList<>();
    long next = decisionLog.read(fromOffset, recordsMax, found::add);
    return new NodeAnswer.Decisions(next, found);
  }
}
