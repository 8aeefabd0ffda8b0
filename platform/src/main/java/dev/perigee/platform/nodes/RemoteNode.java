package dev.perigee.platform.nodes;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.FabricException.Reason;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.transport.ChannelHandler;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.wire.NodeAnswer;
import dev.perigee.world.wire.NodeCall;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A node in another process. Out of contact it refuses; what was under way when contact broke is
/// answered with an error once the link is given up, for whether it ran is not known.
public final class RemoteNode implements NodePort {
  /// Invocations that may be under way to one node; beyond, callers are told that the queue is
  /// full.
  public static final int IN_FLIGHT_COUNT_MAX = 8_192;

  /// The longest handler takes 900 s; a lost link is noticed by its heartbeat long before.
  private static final Duration INVOKE_TIMEOUT = Duration.ofSeconds(1_000);

  /// Installing the dependencies of a function may take this long.
  private static final Duration PREPARE_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration VIEW_TIMEOUT = Duration.ofSeconds(1);

  /// How long a refused invocation waits before it is sent elsewhere: by then the dispatch table
  /// has heard of the loss too, and it is not sent here again.
  private static final long REFUSAL_MS = 100;

  private final Clock clock;
  private final RemoteContact contact;
  private final RemoteLedger ledger;
  private final RemoteAnswers answers = new RemoteAnswers();
  private final RemoteAbandoned abandoned = new RemoteAbandoned();

  /// What was placed here last, for the entries of invocations that the node does not answer.
  private final Map<FunctionId, FunctionSpec> placed = new ConcurrentHashMap<>();

  private final AtomicInteger inFlight = new AtomicInteger();
  private volatile List<WorkerCount> lastWorkers = List.of();

  /// @param description the node as it is expected to be, shown until its first contact
  /// @param artefacts where the node's requests for code are served from
  public RemoteNode(
      Node description,
      Clock clock,
      NodeListener listener,
      RemoteLedger ledger,
      ArtefactStore artefacts) {
    this.clock = clock;
    this.contact = new RemoteContact(description, listener, artefacts);
    this.ledger = ledger;
  }

  public String id() {
    return contact.id();
  }

  public boolean isUp() {
    return contact.isUp();
  }

  /// What its next process has to be told that it is.
  public Node nextLife() {
    return contact.nextLife();
  }

  /// What the listening side of a transport hands this node's channel to.
  public ChannelHandler handler() {
    return contact;
  }

  RemoteContact contact() {
    return contact;
  }

  /// Lets go of what the copy of the node's ledger has of before a time.
  public void deleteLedgerOlderThan(long utcNs) {
    replica().deleteOlderThan(utcNs);
  }

  RemoteLedger replica() {
    return ledger;
  }

  RemoteAnswers answers() {
    return answers;
  }

  RemoteAbandoned abandoned() {
    return abandoned;
  }

  @Override
  public Node node() {
    return contact.node();
  }

  @Override
  public String endpoint() {
    return contact.endpoint();
  }

  @Override
  public long processId() {
    return contact.processId();
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    try {
      return contact.ask(new NodeCall.Prepare(function), PREPARE_TIMEOUT)
              instanceof NodeAnswer.Prepared prepared
          ? prepared.problem()
          : Optional.empty();
    } catch (FabricException e) {
      // A node out of contact prepares when it hears of the function, at its next contact.
      return e.reason() == Reason.LOST
          ? Optional.empty()
          : Optional.of(
              new PrepareProblem("PLATFORM", "node " + id() + " can't prepare: " + e.getMessage()));
    }
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    placed.put(function.id(), function);
    contact.leave().asked(placement);
    var _ =
        requested(new NodeCall.Place(plan, placement, function), PREPARE_TIMEOUT)
            .whenComplete((answer, problem) -> done.accept(answered(placement, answer, problem)));
  }

  private PlacementResult answered(
      Placement placement, @Nullable NodeAnswer answer, @Nullable Throwable problem) {
    if (answer instanceof NodeAnswer.Placed placed) {
      if (placed.result() instanceof PlacementResult.Refused) {
        contact.leave().notGiven(placement);
      }
      return placed.result();
    }
    contact.leave().notGiven(placement);
    String why = problem == null ? "an answer to something else" : problem.getMessage();
    return new PlacementResult.Refused(placement, Refusal.UNREACHABLE, id() + ": " + why);
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    if (inFlight.incrementAndGet() > IN_FLIGHT_COUNT_MAX) {
      inFlight.decrementAndGet();
      done.accept(refused(Refusal.QUEUE_FULL, IN_FLIGHT_COUNT_MAX + " invocations are under way"));
      return;
    }
    long ledgerOffset = ledger.endOffset();
    long contacts = contact.contactCount();
    CompletableFuture<NodeAnswer> answer;
    contact.streams().begin(request);
    try {
      boolean streams = request.context().stream().isPresent();
      answer = contact.request(new NodeCall.Invoke(request, streams), INVOKE_TIMEOUT);
    } catch (FabricException e) {
      inFlight.decrementAndGet();
      contact.streams().end(request);
      notSent(e, done);
      return;
    }
    var _ =
        answer.whenComplete((result, _) -> {
          inFlight.decrementAndGet();
          contact.streams().end(request);
          if (result instanceof NodeAnswer.Invoked invoked) {
            if (invoked.result() instanceof InvocationResult.Answered answered) {
              answers.add(answered.entry(), ledgerOffset, contacts);
            }
            done.accept(invoked.result());
          } else {
            abandon(request, ledgerOffset, contacts, done);
          }
        });
  }

  private void notSent(FabricException e, Consumer<InvocationResult> done) {
    String why = String.valueOf(e.getMessage());
    if (e.reason() == Reason.LOST) {
      CompletableFuture.delayedExecutor(REFUSAL_MS, TimeUnit.MILLISECONDS)
          .execute(() -> done.accept(refused(Refusal.UNREACHABLE, why)));
    } else {
      done.accept(refused(Refusal.QUEUE_FULL, why));
    }
  }

  private InvocationResult refused(Refusal refusal, String why) {
    return new InvocationResult.Refused(refusal, refusal + " on " + id() + ": " + why);
  }

  private void abandon(
      InvocationRequest request,
      long ledgerOffset,
      long contacts,
      Consumer<InvocationResult> done) {
    FunctionSpec function = placed.get(request.function());
    int memoryMb = function == null ? 0 : function.memoryMb();
    long timeoutNs = function == null ? 0 : TimeUnit.MILLISECONDS.toNanos(function.timeoutMs());
    InvocationResult.Answered lost = RemoteFailures.lost(request, node(), memoryMb, clock.utcNs());
    abandoned.add(lost.entry(), ledgerOffset, contacts, timeoutNs);
    // Many fail at once when a link is given up, on a thread that has other things to do.
    Thread.startVirtualThread(() -> done.accept(lost));
  }

  @Override
  public void drain(boolean draining) {
    try {
      var _ = contact.ask(new NodeCall.Drain(draining), CALL_TIMEOUT);
    } catch (FabricException e) {
      throw new ControlException(
          Kind.UNAVAILABLE, List.of(e.getMessage() + "; try again when it is back"));
    }
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    var _ = requested(new NodeCall.Withdraw(function, version), CALL_TIMEOUT);
  }

  @Override
  public void kill(FunctionId function) {
    var _ = requested(new NodeCall.Kill(function), CALL_TIMEOUT);
  }

  @Override
  public void reclaim(int wantedMb) {
    var _ = requested(new NodeCall.Reclaim(wantedMb), CALL_TIMEOUT);
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    var _ = requested(new NodeCall.Provision(function, version, workerCount), CALL_TIMEOUT);
  }

  /// Like a request, but what can't be sent fails the future.
  private CompletableFuture<NodeAnswer> requested(NodeCall call, Duration timeout) {
    try {
      return contact.request(call, timeout);
    } catch (FabricException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return ledger.read(offsetBytes, bytesMax);
  }

  /// As they are now, or as they were when the node was last asked.
  @Override
  public List<WorkerCount> workers() {
    try {
      if (contact.ask(new NodeCall.Workers(), VIEW_TIMEOUT) instanceof NodeAnswer.Workers now) {
        lastWorkers = now.workers();
      }
      return lastWorkers;
    } catch (FabricException _) {
      // That the node is lost shows in its state.
      return lastWorkers;
    }
  }
}
