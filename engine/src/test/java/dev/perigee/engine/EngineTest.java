package dev.perigee.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.engine.node.PlanRef;
import dev.perigee.engine.node.PoolActions;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.engine.node.WorkerPool;
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
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineTest {
  private static final FunctionId F = new FunctionId("default", "f");
  private static final FunctionId G = new FunctionId("default", "g");

  private final Engine engine =
      new Engine(
          EngineSetting.of(
              1,
              PolicyRegistry.builtIn().placement("least-loaded"),
              PolicyRegistry.builtIn().keepAlive("fixed")),
          List.of());
  private long sequence = 1;

  EngineTest() {
    engine.start();
    engine.on(new Event.Appended(0, sequence));
  }

  @Test
  void makesTwoPlansFromOneSnapshotOnDifferentNodesAndBothAreAccepted() {
    Node a = node("a", 128);
    Node b = node("b", 128);
    observe(a, b);
    deploy(spec("f", 1));
    deploy(spec("g", 1));
    Plan first = demand(F).getFirst();
    Plan second = demand(G).getFirst();
    assertThat(second.snapshotVersion()).isEqualTo(first.snapshotVersion());
    assertThat(place(pool(a), first, spec("f", 1))).isInstanceOf(PlacementResult.Accepted.class);
    assertThat(place(pool(b), second, spec("g", 1))).isInstanceOf(PlacementResult.Accepted.class);
  }

  @Test
  void aNodeWithRoomForOneAcceptsOneOfTwoPlansFromOneSnapshot() {
    Node a = node("a", 128);
    observe(a);
    deploy(spec("f", 1));
    Plan plan = demand(F).getFirst();
    WorkerPool<String> pool = pool(a);
    assertThat(place(pool, plan, spec("f", 1))).isInstanceOf(PlacementResult.Accepted.class);
    PlacementResult second = place(pool, plan, spec("f", 1));
    assertThat(second).isInstanceOf(PlacementResult.Refused.class);
    assertThat(((PlacementResult.Refused) second).refusal()).isEqualTo(Refusal.NO_CAPACITY);
    assertThat(pool.reservedMemoryMb()).isEqualTo(128);
  }

  @Test
  void demandOfANewVersionIsNotLostWhileAPlanOfTheOldOneIsOnItsWay() {
    observe(node("a", 1_024));
    deploy(spec("f", 1));
    Plan old = demand(F).getFirst();
    deploy(spec("f", 2));
    List<Plan> plans = demand(F);
    assertThat(plans).hasSize(1);
    assertThat(plans.getFirst().placements().getFirst().version()).isEqualTo(2);
    assertThat(accept(old)).anyMatch(effect -> effect instanceof Effect.Withdraw);
  }

  @Test
  void aReleaseMayOvertakeTheAnswerToItsPlan() {
    observe(node("a", 1_024));
    deploy(spec("f", 1));
    Plan plan = demand(F).getFirst();
    engine.on(new Event.Released(0, "a", F, 1, 1));
    accept(plan);
    assertThat(engine.table().find(F).orElseThrow().routes()).isEmpty();
  }

  @Test
  void aNodeThatHasRestartedHasNoRoutesAndIsPlacedAnew() {
    Node a = node("a", 128);
    observe(a);
    deploy(spec("f", 1));
    accept(demand(F).getFirst());
    assertThat(engine.table().find(F).orElseThrow().routes()).hasSize(1);
    engine.on(new Event.NodeLost(0, "a"));
    assertThat(engine.table().find(F).orElseThrow().routes()).isEmpty();
    engine.on(new Event.NodeRestarted(0, a.withState(NodeState.UP)));
    assertThat(engine.table().find(F).orElseThrow().routes()).isEmpty();
    assertThat(demand(F)).hasSize(1);
  }

  @Test
  void whatTheJournalCanNotTakeIsRefusedAndNotThere() {
    long request = 7;
    engine.on(new Event.Deployed(0, request, spec("f", 1)));
    List<Effect> effects = engine.on(new Event.AppendFailed(0, ++sequence, "disk full"));
    assertThat(effects)
        .containsExactly(new Effect.Refuse(request, Refusal.NOT_DURABLE, "disk full"));
    assertThat(engine.function(F)).isEmpty();
  }

  private void observe(Node... nodes) {
    for (Node node : nodes) {
      engine.on(new Event.NodeObserved(0, node));
    }
  }

  private void deploy(FunctionSpec spec) {
    engine.on(new Event.Deployed(0, sequence, spec));
    engine.on(new Event.Appended(0, ++sequence));
  }

  private List<Plan> demand(FunctionId function) {
    List<Plan> plans = new ArrayList<>();
    for (Effect effect : engine.on(new Event.Demanded(0, function, 1))) {
      if (effect instanceof Effect.Propose propose) {
        plans.add(propose.plan());
      }
    }
    return plans;
  }

  private List<Effect> accept(Plan plan) {
    List<PlacementResult> results = new ArrayList<>();
    plan.placements().forEach(each -> results.add(new PlacementResult.Accepted(each)));
    return engine.on(new Event.PlanChecked(0, new PlanResult(plan.planId(), results)));
  }

  private static PlacementResult place(WorkerPool<String> pool, Plan plan, FunctionSpec spec) {
    Placement placement = plan.placements().getFirst();
    PlanRef ref = new PlanRef(plan.planId(), plan.decisionId(), plan.epoch());
    return pool.place(placement, spec, ref, plan.readSet().nodes().getFirst().revision(), 0);
  }

  private static WorkerPool<String> pool(Node node) {
    return new WorkerPool<>(node, new Silent());
  }

  private static Node node(String id, int memoryMb) {
    return new Node(id, "AT", NodeState.UP, 1_000, memoryMb, 1, 2, 100, 1, 1);
  }

  private static FunctionSpec spec(String name, int version) {
    return new FunctionSpec(
        "default",
        name,
        version,
        "wasm",
        "h",
        "",
        128,
        3_000,
        Isolation.WASM,
        1,
        10,
        10,
        new TreeMap<>());
  }

  /// Wants nothing done.
  private static final class Silent implements PoolActions<String> {
    @Override
    public void start(PooledWorker worker) {}

    @Override
    public void assign(String ticket, PooledWorker worker, boolean first, boolean thaw) {}

    @Override
    public void refuse(String ticket, Refusal refusal) {}

    @Override
    public void fail(String ticket, PooledWorker worker) {}

    @Override
    public void freeze(PooledWorker worker) {}

    @Override
    public void stop(PooledWorker worker) {}

    @Override
    public void release(FunctionId function, int version, int workerCount) {}

    @Override
    public void demand(FunctionId function, int workerCount) {}
  }
}
