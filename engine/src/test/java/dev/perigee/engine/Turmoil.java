package dev.perigee.engine;

import dev.perigee.engine.dispatch.DispatchActions;
import dev.perigee.engine.dispatch.Dispatcher;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// An engine, a gateway and nodes with links on which messages keep their order and take any time.
/// What happens next is drawn; at the end everything that is under way is let go on until nothing
/// happens any more.
final class Turmoil implements DispatchActions<Turmoil.Ticket> {
  static final long MS = 1_000_000L;
  private static final int NAME_COUNT = 3;
  private static final int CALM_STEP_COUNT_MAX = 200_000;

  /// An invocation.
  static final class Ticket {
    final FunctionId function;
    final int number;
    int answerCount;
    int bounceCount;
    Row sentBy = new Row(spec("none", 1), List.of());

    Ticket(FunctionId function, int number) {
      this.function = function;
      this.number = number;
    }
  }

  final SplittableRandom random;
  int ranCount;
  int bouncedCount;
  final List<Ticket> tickets = new ArrayList<>();
  private final Engine engine;
  private final Dispatcher<Ticket> dispatcher = new Dispatcher<>(this);
  private final List<TurmoilNode> nodes = new ArrayList<>();
  private final List<ArrayDeque<Runnable>> links = new ArrayList<>();
  private final ArrayDeque<Runnable> engineToGateway = link();
  private final ArrayDeque<Runnable> gatewayToEngine = link();
  private final ArrayDeque<Runnable> journal = link();
  private final PriorityQueue<Long> wakes = new PriorityQueue<>();
  private final int[] versions = new int[NAME_COUNT];
  private long requestCount;
  private long nowNs;

  Turmoil(long seed) {
    random = new SplittableRandom(seed);
    PolicyRegistry policies = PolicyRegistry.builtIn();
    String placement = random.nextBoolean() ? "first-fit" : "least-loaded";
    long keepAliveNs = random.nextInt(3) * 100L * MS;
    engine =
        new Engine(
            EngineSetting.of(
                seed, policies.placement(placement), new FixedKeepAlive(keepAliveNs, 50 * MS)),
            List.of());
    perform(engine.start());
    for (int i = 1; i <= 3; i++) {
      TurmoilNode node = new TurmoilNode(node("n" + i, 128 * (1 + random.nextInt(3))), this);
      nodes.add(node);
      hear(new Event.NodeObserved(nowNs, node.node()));
    }
    for (int name = 0; name < NAME_COUNT; name++) {
      hear(new Event.Deployed(nowNs, ++requestCount, spec("f" + name, ++versions[name])));
    }
    while (deliver()) {}
  }

  ArrayDeque<Runnable> link() {
    ArrayDeque<Runnable> link = new ArrayDeque<>();
    links.add(link);
    return link;
  }

  long nowNs() {
    return nowNs;
  }

  /// Draws what happens next.
  void step() {
    switch (random.nextInt(20)) {
      case 0, 1, 2 -> arrive();
      case 3 -> advance(random.nextInt(40) * MS);
      case 4, 5, 6, 7 -> anyNode().work();
      case 8 -> {
        if (random.nextInt(8) == 0) {
          change();
        }
      }
      default -> deliver();
    }
  }

  /// Lets everything go on to its end.
  void calmDown() {
    nodes.forEach(TurmoilNode::comeBack);
    for (int i = 0; i < CALM_STEP_COUNT_MAX; i++) {
      boolean any = deliver();
      for (TurmoilNode node : nodes) {
        any |= node.work();
      }
      if (!any && !toNextTimer()) {
        return;
      }
    }
    throw new IllegalStateException("no end after " + CALM_STEP_COUNT_MAX + " steps");
  }

  private boolean toNextTimer() {
    if (tickets.stream().allMatch(ticket -> ticket.answerCount > 0)) {
      return false;
    }
    long nextNs = wakes.isEmpty() ? Long.MAX_VALUE : wakes.peek();
    for (TurmoilNode node : nodes) {
      nextNs = Math.min(nextNs, node.nextTickNs());
    }
    if (nextNs == Long.MAX_VALUE) {
      return false;
    }
    advance(Math.max(0, nextNs - nowNs));
    return true;
  }

  private void advance(long byNs) {
    nowNs += byNs;
    nodes.forEach(TurmoilNode::tick);
    while (!wakes.isEmpty() && wakes.peek() <= nowNs) {
      wakes.remove();
      hear(new Event.Woken(nowNs));
    }
  }

  private void arrive() {
    Ticket ticket = new Ticket(id(random.nextInt(NAME_COUNT)), tickets.size());
    tickets.add(ticket);
    dispatcher.arrive(ticket.function, ticket);
  }

  private void change() {
    int name = random.nextInt(NAME_COUNT);
    switch (random.nextInt(5)) {
      case 0, 1 ->
          hear(new Event.Deployed(nowNs, ++requestCount, spec("f" + name, ++versions[name])));
      case 2 -> hear(new Event.Deleted(nowNs, ++requestCount, id(name)));
      case 3 -> anyNode().fail();
      default -> anyNode().comeBack();
    }
  }

  private TurmoilNode anyNode() {
    return nodes.get(random.nextInt(nodes.size()));
  }

  private boolean deliver() {
    List<ArrayDeque<Runnable>> full = links.stream().filter(link -> !link.isEmpty()).toList();
    if (full.isEmpty()) {
      return false;
    }
    full.get(random.nextInt(full.size())).removeFirst().run();
    return true;
  }

  void hear(Event event) {
    perform(engine.on(event));
  }

  private void perform(List<Effect> effects) {
    effects.forEach(this::perform);
  }

  private void perform(Effect effect) {
    switch (effect) {
      case Effect.Append append ->
          journal.add(() -> hear(new Event.Appended(nowNs, append.sequence())));
      case Effect.Acknowledge _, Effect.Refuse _, Effect.Explain _ -> {}
      case Effect.Propose propose -> propose(propose.plan());
      case Effect.Publish publish -> engineToGateway.add(() -> dispatcher.publish(publish.table()));
      case Effect.Withdraw withdraw ->
          find(withdraw.node()).withdraw(withdraw.function(), withdraw.version());
      case Effect.Provision wanted ->
          find(wanted.node()).provision(wanted.function(), wanted.version(), wanted.workerCount());
      case Effect.Reclaim reclaim -> find(reclaim.node()).reclaim(reclaim.memoryMb());
      case Effect.Reject reject ->
          engineToGateway.add(() -> dispatcher.reject(reject.function(), reject.refusal()));
      case Effect.Wake wake -> wakes.add(nowNs + wake.afterNs());
    }
  }

  private void propose(Plan plan) {
    PlacementResult[] results = new PlacementResult[plan.placements().size()];
    int[] left = {results.length};
    for (int i = 0; i < results.length; i++) {
      int index = i;
      Placement placement = plan.placements().get(i);
      find(placement.node())
          .place(
              plan,
              placement,
              spec(placement.function().name(), placement.version()),
              result -> {
                results[index] = result;
                if (--left[0] == 0) {
                  hear(
                      new Event.PlanChecked(
                          nowNs, new PlanResult(plan.planId(), List.of(results))));
                }
              });
    }
  }

  private TurmoilNode find(String id) {
    return nodes.stream().filter(node -> node.node().id().equals(id)).findFirst().orElseThrow();
  }

  /// A node has answered, or has turned the invocation away.
  void answered(Ticket ticket, String node) {
    dispatcher.finished(ticket.function, node);
    ticket.answerCount++;
    ranCount++;
  }

  void bounced(Ticket ticket, String node, Refusal refusal) {
    dispatcher.finished(ticket.function, node);
    if (Dispatcher.isPassing(refusal)) {
      bouncedCount++;
      dispatcher.again(ticket.function, ticket, ticket.sentBy, ++ticket.bounceCount);
    } else {
      ticket.answerCount++;
    }
  }

  @Override
  public void send(Ticket ticket, Row row, Route route) {
    ticket.sentBy = row;
    find(route.node()).invoke(ticket, row.function());
  }

  @Override
  public void refuse(Ticket ticket, Refusal refusal) {
    ticket.answerCount++;
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    gatewayToEngine.add(() -> hear(new Event.Demanded(nowNs, function, workerCount)));
  }

  private static FunctionId id(int name) {
    return new FunctionId("default", "f" + name);
  }

  private static Node node(String id, int memoryMb) {
    return new Node(id, "AT", NodeState.UP, 100_000, memoryMb, 1, 2, 100, 1, 1);
  }

  /// The limit on concurrency and the slots of a worker depend on the name.
  private static FunctionSpec spec(String name, int version) {
    int number = name.charAt(name.length() - 1) - '0';
    return new FunctionSpec(
        "default",
        name,
        version,
        "provided",
        "bootstrap",
        "",
        128,
        3_000,
        Isolation.PROCESS,
        number == 1 ? 2 : 1,
        number == 2 ? 1 : 100,
        20,
        new TreeMap<>());
  }
}
