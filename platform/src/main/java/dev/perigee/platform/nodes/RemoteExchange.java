package dev.perigee.platform.nodes;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// What control plane and node exchange as long as there is contact: deployments one way, the
/// ledger and the node's own decisions the other. All of it goes by offset or by revision, so that
/// an exchange that breaks off is simply gone on with.
final class RemoteExchange implements Runnable {
  private static final Duration PERIOD = Duration.ofMillis(300);
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int DECISION_RECORDS_MAX = 1_000;
  private static final long NOTHING_SENT = -1;

  private final RemoteNode node;
  private final Supplier<DispatchTable> table;
  private final Consumer<Decision> decisions;
  private final Consumer<LedgerEntry> missing;
  private final Consumer<String> report;
  private final SortedMap<FunctionId, Integer> sent = new TreeMap<>();
  private long sentRevision = NOTHING_SENT;
  private long contactCount;
  private long contactSinceNs;
  private long decisionOffset;
  private String problem = "";

  RemoteExchange(
      RemoteNode node,
      Supplier<DispatchTable> table,
      Consumer<Decision> decisions,
      Consumer<LedgerEntry> missing,
      Consumer<String> report) {
    this.node = node;
    this.table = table;
    this.decisions = decisions;
    this.missing = missing;
    this.report = report;
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        if (node.isUp()) {
          guardedExchange();
        }
        Thread.sleep(PERIOD);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void guardedExchange() {
    try {
      exchange();
      problem = "";
    } catch (FabricException e) {
      // Lost contact is no problem of the exchange: it goes on at the next.
      boolean lost = e.reason() == Reason.LOST || e.reason() == Reason.CLOSED;
      note(lost ? problem : String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      note(e.toString());
    }
  }

  /// Says a lasting problem once.
  private void note(String now) {
    if (!now.equals(problem)) {
      problem = now;
      report.accept("exchange with node " + node.id() + ": " + now);
    }
  }

  private void exchange() {
    long contacts = node.contact().contactCount();
    if (contacts != contactCount) {
      contactCount = contacts;
      contactSinceNs = System.nanoTime();
      sentRevision = NOTHING_SENT;
    }
    tellDeployments();
    long beganNs = System.nanoTime();
    node.replica().pull(this::ask);
    node.answers().settle(node.replica(), node.contact().anewContact(), beganNs, missing);
    node.abandoned()
        .settle(
            node.replica(),
            contactCount,
            System.nanoTime() - contactSinceNs,
            node.contact().anewContact(),
            missing);
    takeDecisions();
  }

  private void tellDeployments() {
    DispatchTable now = table.get();
    if (now.revision() == sentRevision) {
      return;
    }
    boolean all = sentRevision == NOTHING_SENT;
    if (all) {
      sent.clear();
    }
    SortedMap<FunctionId, DispatchTable.Row> rows = now.rows();
    List<FunctionSpec> deployed = new ArrayList<>();
    rows.forEach((id, row) -> {
      if (sent.getOrDefault(id, 0) != row.function().version()) {
        deployed.add(row.function());
      }
    });
    List<FunctionId> deleted = sent.keySet().stream().filter(id -> !rows.containsKey(id)).toList();
    if (all || !deployed.isEmpty() || !deleted.isEmpty()) {
      var _ = ask(new NodeCall.Know(all, deployed, deleted));
    }
    deployed.forEach(function -> sent.put(function.id(), function.version()));
    deleted.forEach(sent::remove);
    sentRevision = now.revision();
  }

  private void takeDecisions() {
    while (ask(new NodeCall.Decisions(decisionOffset, DECISION_RECORDS_MAX))
            instanceof NodeAnswer.Decisions page
        && page.nextOffset() > decisionOffset) {
      page.decisions().forEach(decisions);
      decisionOffset = page.nextOffset();
    }
  }

  private NodeAnswer ask(NodeCall call) {
    return node.contact().ask(call, TIMEOUT);
  }
}
