package dev.perigee.platform.gateway;

import dev.perigee.engine.dispatch.Dispatcher;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.gateway.GatewayActions.Action;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.world.Clock;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;

/// Takes invocations from callers and sends them where the dispatch table says. The dispatcher
/// decides under the lock; a warm invocation in this process then runs on the caller's own thread.
/// Thread-safe.
public final class Gateway implements Invoker {

  /// What the gateway tells others.
  public interface Listener {

    void demanded(FunctionId function, int workerCount);

    /// An invocation was refused; it leaves a line in the ledger too.
    void throttled(UUID invocationId, FunctionSpec function, long bytesIn);
  }

  private final Clock clock;
  private final NodeDirectory nodes;
  private final Listener listener;
  private final GatewayActions actions = new GatewayActions();
  private final Dispatcher<Call> dispatcher = new Dispatcher<>(actions);
  private final ReentrantLock lock = new ReentrantLock();
  private final LongAdder inFlight = new LongAdder();
  private volatile DispatchTable table = DispatchTable.EMPTY;
  private volatile Set<FunctionName> killed = Set.of();
  private volatile boolean closed;

  public Gateway(Clock clock, NodeDirectory nodes, Listener listener) {
    this.clock = clock;
    this.nodes = nodes;
    this.listener = listener;
  }

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    CompletableFuture<InvocationResult> answer = submit(invocationId, function, payload, context);
    try {
      return answer.isDone() ? answer.resultNow() : answer.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new InvocationResult.Refused(Refusal.UNREACHABLE, "the platform is stopping");
    } catch (ExecutionException e) {
      throw new IllegalStateException("an invocation always gets an answer", e.getCause());
    }
  }

  /// Begins an invocation; the answer comes on any thread, possibly before this returns.
  public CompletableFuture<InvocationResult> submit(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    if (closed) {
      throw new ControlException(
          Kind.UNAVAILABLE, List.of("the platform is stopping; try again in a moment"));
    }
    if (table.find(function).isEmpty()) {
      throw new ControlException(Kind.NOT_FOUND, List.of("Function not found: " + function.name()));
    }
    Call call = new Call(invocationId, function, payload, context, clock.monoNs());
    inFlight.increment();
    if (isKilled(function)) {
      refuse(call, Refusal.KILLED, killed(function));
    } else {
      arrive(call);
    }
    return call.answer;
  }

  /// What an operator has stopped: nothing of it begins, also of what waits already.
  public void kill(Set<FunctionName> names) {
    killed = Set.copyOf(names);
    for (FunctionName name : names) {
      for (FunctionSpec version : table.versions(name.tenant(), name.name())) {
        locked(() -> dispatcher.reject(version.id(), Refusal.KILLED));
      }
    }
  }

  private boolean isKilled(FunctionId function) {
    Set<FunctionName> names = killed;
    return !names.isEmpty() && names.contains(FunctionName.of(function));
  }

  private static String killed(FunctionId function) {
    return "Killed: an operator has stopped function "
        + function.name()
        + "; DELETE /v1/kill/function/"
        + function.name()
        + " lets it run again";
  }

  public DispatchTable table() {
    return table;
  }

  public void publish(DispatchTable newTable) {
    table = newTable;
    locked(() -> dispatcher.publish(newTable));
  }

  public void reject(FunctionId function, Refusal refusal, String reason) {
    locked(() -> dispatcher.reject(function, refusal));
  }

  /// Takes nothing new and waits until what runs has ended. False if it did not end in time.
  public boolean drain(long waitNs) throws InterruptedException {
    closed = true;
    long endNs = clock.monoNs() + waitNs;
    while (inFlight.sum() > 0 && clock.monoNs() < endNs) {
      Thread.sleep(5);
    }
    return inFlight.sum() == 0;
  }

  /// Invocations that callers wait for now.
  public long inFlightCount() {
    return inFlight.sum();
  }

  /// How long the oldest caller waits whose function is placed nowhere; 0 if none does.
  public long oldestWaitNs() {
    lock.lock();
    try {
      long nowNs = clock.monoNs();
      return dispatcher.longestHeld().stream()
          .mapToLong(call -> nowNs - call.arrivedNs)
          .max()
          .orElse(0);
    } finally {
      lock.unlock();
    }
  }

  private void arrive(Call call) {
    locked(() -> dispatcher.arrive(call.function, call));
  }

  private void locked(Runnable change) {
    List<Action> actionsDue;
    lock.lock();
    try {
      change.run();
      actionsDue = actions.take();
    } finally {
      lock.unlock();
    }
    for (Action action : actionsDue) {
      perform(action);
    }
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Send send -> send(send);
      case Action.Refuse refuse ->
          refuse(
              refuse.call(),
              refuse.refusal(),
              refuse.refusal() == Refusal.KILLED
                  ? killed(refuse.call().function)
                  : refuse.refusal() + " for " + refuse.call().function);
      case Action.Demand demand -> listener.demanded(demand.function(), demand.workerCount());
    }
  }

  private void send(Action.Send send) {
    Call call = send.call();
    call.sentBy = send.row();
    String node = send.route().node();
    if (isKilled(call.function)) {
      ended(call, node, new InvocationResult.Refused(Refusal.KILLED, killed(call.function)));
      return;
    }
    Optional<NodePort> port = nodes.find(node);
    if (port.isEmpty()) {
      ended(call, node, new InvocationResult.Refused(Refusal.UNREACHABLE, "no node " + node));
      return;
    }
    FunctionSpec function = send.row().function();
    long waitedNs = clock.monoNs() - call.arrivedNs;
    port.get()
        .invoke(
            new InvocationRequest(
                call.invocationId,
                call.function,
                function.version(),
                call.payload,
                call.context,
                waitedNs,
                waitedNs),
            result -> ended(call, node, result));
  }

  private void ended(Call call, String node, InvocationResult result) {
    locked(() -> dispatcher.finished(call.function, node));
    switch (result) {
      case InvocationResult.Answered answered -> complete(call, answered);
      case InvocationResult.Refused refused -> {
        if (Dispatcher.isPassing(refused.refusal())) {
          Row sentBy = Objects.requireNonNull(call.sentBy);
          locked(() -> dispatcher.again(call.function, call, sentBy, ++call.bounceCount));
        } else {
          refuse(call, refused.refusal(), refused.reason());
        }
      }
    }
  }

  private void refuse(Call call, Refusal refusal, String reason) {
    try {
      table
          .find(call.function)
          .map(Row::function)
          .ifPresent(
              function -> listener.throttled(call.invocationId, function, call.payload.length));
    } finally {
      // Whatever becomes of the ledger's line, the caller waits.
      complete(call, new InvocationResult.Refused(refusal, reason));
    }
  }

  private void complete(Call call, InvocationResult result) {
    inFlight.decrement();
    call.answer.complete(result);
  }
}
