package dev.perigee.runtime.node;

import dev.perigee.engine.node.Lease;
import dev.perigee.engine.node.PlanRef;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.engine.node.WorkerPool;
import dev.perigee.fabric.FabricException;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.ReadSet.NodeRead;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.runtime.node.NodeActions.Action;
import dev.perigee.runtime.node.WorkerHost.StartResult;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.world.Clock;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodeListener;
import dev.perigee.world.node.NodePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;

/// One node that runs functions. The pool decides under the lock; what it wants done is carried out
/// after the lock is free: the caller's own invocation on the caller's thread, everything else
/// through the host. Thread-safe.
public final class LiveNode implements NodePort {
  private final Clock clock;
  private final WorkerHost host;
  private final Accounting accounting;
  private final NodeListener listener;
  private final Function<FunctionSpec, Optional<PrepareProblem>> preparation;
  private final NodeActions actions = new NodeActions(this::isAlive);
  private final WorkerPool<Ticket> pool;
  private final Map<Long, LiveWorker> workers = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition timerChanged = lock.newCondition();
  private long awaitedNs = Long.MAX_VALUE;

  public LiveNode(
      Node node,
      Clock clock,
      WorkerHost host,
      Accounting accounting,
      NodeListener listener,
      Function<FunctionSpec, Optional<PrepareProblem>> preparation) {
    this.clock = clock;
    this.host = host;
    this.accounting = accounting;
    this.listener = listener;
    this.preparation = preparation;
    this.pool = new WorkerPool<>(node, actions);
  }

  @Override
  public Node node() {
    lock.lock();
    try {
      return pool.node();
    } finally {
      lock.unlock();
    }
  }

  /// The node has changed; tells the control plane.
  public void update(Node changed) {
    locked(() -> pool.update(changed));
    accounting.update(changed);
    listener.observed(changed);
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    return preparation.apply(function);
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    PlanRef ref = new PlanRef(plan.planId(), plan.decisionId(), plan.epoch());
    long revision = readRevision(plan, placement.node());
    locked(() -> {
      PlacementResult result = pool.place(placement, function, ref, revision, clock.monoNs());
      actions.note(() -> done.accept(result));
    });
  }

  @Override
  public void drain(boolean draining) {
    NodeState state = draining ? NodeState.DRAINING : NodeState.UP;
    Node before = node();
    if (before.state() != state) {
      update(before.withState(state));
    }
  }

  private static long readRevision(Plan plan, String node) {
    for (NodeRead read : plan.readSet().nodes()) {
      if (read.node().equals(node)) {
        return read.revision();
      }
    }
    return -1;
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    long nowNs = clock.monoNs();
    Ticket ticket = new Ticket(request, done, nowNs);
    List<Action> actionsDue;
    lock.lock();
    try {
      pool.invoke(request.function(), request.version(), ticket, nowNs);
      actionsDue = afterChange();
    } finally {
      lock.unlock();
    }
    for (Action action : actionsDue) {
      if (action instanceof Action.Assign assign && assign.ticket().equals(ticket)) {
        call(assign);
      } else {
        perform(action);
      }
    }
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    locked(() -> pool.withdraw(function, version, clock.monoNs()));
  }

  @Override
  public void kill(FunctionId function) {
    for (LiveWorker live : workers.values()) {
      if (live.runs(function)) {
        host.later(live::kill);
      }
    }
  }

  @Override
  public void reclaim(int memoryMb) {
    locked(() -> pool.reclaim(memoryMb, clock.monoNs()));
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    locked(() -> pool.provision(function, version, workerCount, clock.monoNs()));
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return accounting.read(offsetBytes, bytesMax);
  }

  @Override
  public String endpoint() {
    return "";
  }

  @Override
  public long processId() {
    return ProcessHandle.current().pid();
  }

  @Override
  public List<WorkerCount> workers() {
    lock.lock();
    try {
      return pool.leases().stream().map(LiveNode::count).toList();
    } finally {
      lock.unlock();
    }
  }

  private static WorkerCount count(Lease lease) {
    return new WorkerCount(
        lease.function(),
        lease.version(),
        lease.liveCount(),
        lease.busyCount(),
        lease.frozenCount(),
        lease.waitingCount(),
        lease.provisionedCount(),
        lease.readyCount(),
        lease.failedStartCount());
  }

  /// Freezes, reclaims and starts what is due. Called by `runTimer`, or by a test that steps the
  /// clock.
  public void tick() {
    locked(() -> pool.tick(clock.monoNs()));
  }

  /// When `tick` has something to do next.
  public long nextTickNs() {
    lock.lock();
    try {
      return pool.nextTickNs();
    } finally {
      lock.unlock();
    }
  }

  /// Ticks whenever something is due, until the thread is interrupted. Nothing is due, nothing
  /// runs.
  public void runTimer() throws InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      awaitTimer();
      tick();
    }
  }

  private void awaitTimer() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      awaitedNs = pool.nextTickNs();
      long waitNs = awaitedNs - clock.monoNs();
      while (waitNs > 0) {
        if (awaitedNs == Long.MAX_VALUE) {
          timerChanged.await();
        } else {
          timerChanged.awaitNanos(waitNs);
        }
        awaitedNs = pool.nextTickNs();
        waitNs = awaitedNs - clock.monoNs();
      }
    } finally {
      awaitedNs = Long.MAX_VALUE;
      lock.unlock();
    }
  }

  /// Ends every worker; invocations that run are cut off.
  public void stopAll() {
    workers.values().forEach(LiveWorker::stop);
    workers.clear();
  }

  private void locked(Runnable change) {
    List<Action> actionsDue;
    lock.lock();
    try {
      change.run();
      actionsDue = afterChange();
    } finally {
      lock.unlock();
    }
    actionsDue.forEach(this::perform);
  }

  private List<Action> afterChange() {
    if (pool.nextTickNs() < awaitedNs) {
      timerChanged.signal();
    }
    return actions.take();
  }

  private void perform(Action action) {
    switch (action) {
      case Action.Start start ->
          host.start(start.worker(), result -> started(start.worker(), result));
      case Action.Assign assign -> host.later(() -> call(assign));
      case Action.Refuse refuse -> refuse(refuse.ticket(), refuse.refusal());
      case Action.Fail fail -> fail(fail.ticket(), fail.worker());
      case Action.Freeze freeze -> freeze(freeze);
      case Action.Stop stop -> stop(stop.worker());
      case Action.Release release ->
          listener.released(
              node().id(), release.function(), release.version(), release.workerCount());
      case Action.Answer answer -> answer.work().run();
      case Action.Demand demand ->
          listener.demanded(node().id(), demand.function(), demand.workerCount());
    }
  }

  private void started(PooledWorker worker, StartResult result) {
    switch (result) {
      case StartResult.Started started -> {
        workers.put(worker.workerId(), new LiveWorker(started, worker.function().id()));
        locked(() -> pool.started(worker, clock.monoNs()));
        if (worker.isAhead()) {
          accounting.startedAhead(started.start());
        }
      }
      case StartResult.NotStarted no -> {
        actions.remember(worker, no);
        locked(() -> pool.startFailed(worker, clock.monoNs()));
        actions.forget(worker);
      }
    }
  }

  private void call(Action.Assign assign) {
    Ticket ticket = assign.ticket();
    LiveWorker live = workers.get(assign.worker().workerId());
    if (live == null) {
      ended(
          assign,
          Failures.workerGone(ticket.request().invocationId()),
          Optional.empty(),
          clock.utcNs(),
          clock.monoNs());
      return;
    }
    if (assign.thaw()) {
      live.thaw(assign.sequence());
    }
    FunctionSpec function = assign.worker().function();
    long startedUtcNs = clock.utcNs();
    long startedNs = clock.monoNs();
    long timeoutNs = function.timeoutMs() * 1_000_000L;
    Invocation invocation =
        new Invocation(
            ticket.request().invocationId(),
            ticket.request().payload(),
            startedUtcNs + timeoutNs,
            timeoutNs,
            ticket.request().context().functionArn(),
            ticket.request().context().clientContext(),
            ticket.request().context().trace(),
            ticket.request().context().stream());
    Running running = accounting.begin(assign.worker(), live.worker());
    host.call(
        live.worker(),
        invocation,
        answer -> ended(assign, answer, Optional.of(running), startedUtcNs, startedNs));
  }

  private void ended(
      Action.Assign assign,
      Answer answer,
      Optional<Running> running,
      long startedUtcNs,
      long startedNs) {
    PooledWorker worker = assign.worker();
    LiveWorker live = workers.get(worker.workerId());
    locked(() -> pool.finished(worker, answer.reusable(), answer.handlerNs(), clock.monoNs()));
    Ticket ticket = assign.ticket();
    long waitedNs = startedNs - ticket.arrivedNs() + ticket.request().waitedNs();
    Optional<ColdStart> coldStart =
        assign.first() && live != null ? Optional.of(live.start()) : Optional.empty();
    ticket
        .done()
        .accept(
            accounted(
                new Ended(
                    running, worker, ticket.request(), answer, startedUtcNs, waitedNs, coldStart)));
  }

  private void refuse(Ticket ticket, Refusal refusal) {
    FunctionId function = ticket.request().function();
    ticket
        .done()
        .accept(
            new InvocationResult.Refused(
                refusal, refusal + " on " + node().id() + " for " + function));
  }

  /// The worker that the invocation waited for could not be made. The function's own fault is
  /// answered and accounted as the function's error.
  private void fail(Ticket ticket, PooledWorker worker) {
    StartResult.NotStarted failure = actions.failureOf(worker);
    Answer answer = Failures.startFailed(ticket.request().invocationId(), failure.problem());
    long waitedNs = clock.monoNs() - ticket.arrivedNs() + ticket.request().waitedNs();
    ticket
        .done()
        .accept(
            accounted(
                new Ended(
                    Optional.empty(),
                    worker,
                    ticket.request(),
                    answer,
                    clock.utcNs(),
                    waitedNs,
                    Optional.of(failure.start()))));
  }

  /// An answer that the ledger can't take is not given: whoever has one finds its entry.
  private InvocationResult accounted(Ended ended) {
    try {
      LedgerEntry entry = accounting.end(ended);
      return new InvocationResult.Answered(ended.answer().payload(), entry);
    } catch (FabricException e) {
      return new InvocationResult.Refused(
          Refusal.NOT_DURABLE,
          "it ran, but the ledger of " + node().id() + " can't take it: " + e.getMessage());
    }
  }

  /// One that was taken away already is dealt with when it is called.
  private boolean isAlive(PooledWorker worker) {
    LiveWorker live = workers.get(worker.workerId());
    return live == null || live.worker().isAlive();
  }

  private void freeze(Action.Freeze freeze) {
    LiveWorker live = workers.get(freeze.worker().workerId());
    if (live != null) {
      host.later(() -> live.freeze(freeze.sequence()));
    }
  }

  private void stop(PooledWorker worker) {
    LiveWorker live = workers.remove(worker.workerId());
    if (live != null) {
      host.later(live::stop);
    }
  }
}
