package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Turn.What;
import dev.perigee.cli.contract.Turn.Wish;
import dev.perigee.fabric.transport.Channel;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.nodes.RemoteNode;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodeListener;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.function.Supplier;

/// A node process as its rig steps it: every call waits until whatever it caused at once has come
/// back, so that real messages between real processes have the order of the scenario. What came
/// back happens on the rig's thread.
final class ProcessNode implements RigNode {
  private record Returned(long sequence, Runnable work) {}

  private final Agenda agenda;
  private final NodeListener listener;
  private final RemoteNode remote;
  private final Supplier<Channel> channel;
  private final IntFunction<NodeChild> birth;
  private final Queue<Returned> returned = new ConcurrentLinkedQueue<>();
  private NodeChild child;
  private Tally returns = new Tally();
  private int lifeCount = 1;
  private long callCount;
  private long invocationCount;
  private long nextTickNs = Long.MAX_VALUE;

  /// @param listener hears that the node is lost once everything that it held has ended
  /// @param birth starts a process for a life
  ProcessNode(
      Agenda agenda,
      NodeListener listener,
      RemoteNode remote,
      Supplier<Channel> channel,
      IntFunction<NodeChild> birth) {
    this.agenda = agenda;
    this.listener = listener;
    this.remote = remote;
    this.channel = channel;
    this.birth = birth;
    this.child = birth.apply(lifeCount);
  }

  /// Lets the process come into contact.
  void greet() {
    child.dial();
    child.await("contact with " + remote.id(), remote::isUp);
    takeTurn(What.LISTEN, 0, 0);
  }

  NodeChild child() {
    return child;
  }

  @Override
  public void fail() {
    child.kill();
    child.await("loss of " + remote.id(), () -> !remote.isUp());
    nextTickNs = Long.MAX_VALUE;
    happen(invocationCount);
    agenda.addAtOnce(() -> listener.lost(remote.id()));
  }

  @Override
  public void beginAnew() {
    lifeCount++;
    callCount = 0;
    invocationCount = 0;
    returns = new Tally();
    child = birth.apply(lifeCount);
    greet();
  }

  @Override
  public void change(int memoryMb, long unseenNs) {
    takeTurn(What.CHANGE, memoryMb, unseenNs);
  }

  @Override
  public void tick() {
    if (remote.isUp()) {
      takeTurn(What.TICK, 0, 0);
    }
  }

  @Override
  public long nextTickNs() {
    return nextTickNs;
  }

  @Override
  public int lifeCount() {
    return lifeCount;
  }

  private void takeTurn(What what, long argument, long unseenNs) {
    Turn turn = new Turn(agenda.nowNs(), callCount, what, argument, unseenNs);
    Turn.Outcome outcome =
        Turn.Outcome.decode(channel.get().call(Turn.KIND, turn.encode(), Tally.PATIENCE));
    nextTickNs = outcome.nextTickNs();
    outcome.wishes().forEach(this::plan);
    happen(outcome.answerCount());
  }

  private void plan(Wish wish) {
    int ofLife = lifeCount;
    Runnable grant =
        () -> {
          if (lifeCount == ofLife && remote.isUp()) {
            takeTurn(What.RUN, wish.token(), 0);
          }
        };
    wish.rank()
        .ifPresentOrElse(
            rank -> agenda.add(wish.atNs(), rank, grant), () -> agenda.addAtOnce(grant));
  }

  /// Answers come on threads of their own; they happen in the order of the questions.
  private void happen(long answerCount) {
    returns.await("answers of " + remote.id(), answerCount);
    List<Returned> all = new ArrayList<>();
    for (Returned each = returned.poll(); each != null; each = returned.poll()) {
      all.add(each);
    }
    all.sort(Comparator.comparingLong(Returned::sequence));
    all.forEach(each -> agenda.addAtOnce(each.work()));
  }

  @Override
  public void place(
      Plan plan, Placement placement, FunctionSpec function, Consumer<PlacementResult> done) {
    CompletableFuture<PlacementResult> answer = new CompletableFuture<>();
    called(() -> remote.place(plan, placement, function, answer::complete));
    done.accept(answer.orTimeout(Tally.PATIENCE.toSeconds(), TimeUnit.SECONDS).join());
  }

  @Override
  public void invoke(InvocationRequest request, Consumer<InvocationResult> done) {
    if (!remote.isUp()) {
      CompletableFuture<InvocationResult> refusal = new CompletableFuture<>();
      remote.invoke(request, refusal::complete);
      done.accept(refusal.join());
      return;
    }
    long sequence = ++invocationCount;
    Tally ofLife = returns;
    called(() ->
        remote.invoke(
            request,
            result -> {
              returned.add(new Returned(sequence, () -> done.accept(result)));
              ofLife.add();
            }));
  }

  @Override
  public void withdraw(FunctionId function, int version) {
    called(() -> remote.withdraw(function, version));
  }

  @Override
  public void kill(FunctionId function) {
    called(() -> remote.kill(function));
  }

  @Override
  public void provision(FunctionId function, int version, int workerCount) {
    called(() -> remote.provision(function, version, workerCount));
  }

  @Override
  public void reclaim(int memoryMb) {
    called(() -> remote.reclaim(memoryMb));
  }

  /// Tells the time, calls, and waits until the node has taken it.
  private void called(Runnable call) {
    if (!remote.isUp()) {
      call.run();
      return;
    }
    takeTurn(What.LISTEN, 0, 0);
    call.run();
    callCount++;
    takeTurn(What.LISTEN, 0, 0);
  }

  @Override
  public Node node() {
    return remote.node();
  }

  @Override
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    return remote.prepare(function);
  }

  @Override
  public void drain(boolean draining) {
    remote.drain(draining);
  }

  @Override
  public LedgerPage ledger(long offsetBytes, int bytesMax) {
    return remote.ledger(offsetBytes, bytesMax);
  }

  @Override
  public String endpoint() {
    return remote.endpoint();
  }

  @Override
  public long processId() {
    return remote.processId();
  }

  @Override
  public List<WorkerCount> workers() {
    return remote.workers();
  }
}
