package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Schedule.Rank;
import dev.perigee.engine.Engine;
import dev.perigee.engine.EngineSetting;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.live.LiveWorld;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.nodes.NodeEvents;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import dev.perigee.world.World;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.Transcript;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;

/// The live platform on one thread. Everything that one happening causes at once happens before the
/// next.
final class LiveRig implements AutoCloseable {
  /// When a life of a node is to tick next.
  private record Tick(int life, long dueNs) {
    boolean isBefore(Tick other) {
      return dueNs < (life == other.life ? other.dueNs : Long.MAX_VALUE);
    }
  }

  private final Agenda agenda = new Agenda();
  private final Transcript transcript = new Transcript();
  private final Map<Long, Plan> proposed = new HashMap<>();
  private final Map<String, RigNode> nodes = new LinkedHashMap<>();
  private final Map<String, Tick> ticks = new HashMap<>();
  private final NodeDirectory directory = new NodeDirectory();
  private final Gateway gateway;
  private final World world;
  private final List<PlanResult> answered = new ArrayList<>();
  private final Controller controller;
  private final NodeHome home;
  private long requestCount;

  LiveRig(ContractScenario scenario, NodeHome home) {
    this.home = home;
    this.gateway = new Gateway(agenda, directory, new GatewayNews());
    MemoryJournal journal = new MemoryJournal();
    EntryLog entries = new EntryLog(journal, agenda);
    this.world =
        new LiveWorld(
            agenda,
            entries,
            new DecisionLog(journal, agenda),
            directory,
            gateway,
            this::hear,
            afterNs -> agenda.add(agenda.nowNs() + afterNs, Rank.TIMER, this::wake));
    EngineSetting setting =
        EngineSetting.of(
            ContractScenario.SEED,
            PolicyRegistry.builtIn().placement("first-fit"),
            new FixedKeepAlive(scenario.keepAliveNs(), ContractScenario.FREEZE_AFTER_NS));
    this.controller = new Controller(new Engine(setting, entries.read()), this::perform);
    controller.begin();
    home.start(scenario, agenda, new NodeEvents(agenda, this::hear), gateway::table)
        .forEach(this::add);
    settle();
  }

  Transcript transcript() {
    return transcript;
  }

  long nowNs() {
    return agenda.nowNs();
  }

  Gateway gateway() {
    return gateway;
  }

  RigNode node(String id) {
    return Objects.requireNonNull(nodes.get(id), id);
  }

  void at(long atNs, Rank rank, Runnable work) {
    agenda.add(atNs, rank, work);
  }

  /// Runs until nothing happens any more, at most up to this time.
  void runUntil(long untilNs) {
    while (agenda.step(untilNs)) {
      settle();
    }
  }

  void deploy(FunctionSpec function) {
    ask(requestId -> new Event.Deployed(agenda.utcNs(), requestId, function));
  }

  void delete(FunctionId function) {
    ask(requestId -> new Event.Deleted(agenda.utcNs(), requestId, function));
  }

  private void ask(LongFunction<Event> event) {
    long number = ++requestCount;
    var _ =
        controller
            .ask(event)
            .thenAccept((Optional<Effect.Refuse> refused) -> {
              if (refused.isEmpty()) {
                transcript.acknowledged(agenda.nowNs(), number);
              } else {
                transcript.turnedDown(agenda.nowNs(), number, refused.get().refusal());
              }
            });
  }

  /// Proposes a plan of another maker than the engine.
  PlanResult propose(Plan plan) {
    world.perform(new Effect.Propose(plan));
    settle();
    return answered.getLast();
  }

  private void perform(Effect effect) {
    if (effect instanceof Effect.Propose propose) {
      proposed.put(propose.plan().planId(), propose.plan());
    }
    world.perform(effect);
  }

  private void hear(Event event) {
    if (event instanceof Event.PlanChecked checked) {
      Plan plan = proposed.remove(checked.result().planId());
      if (plan == null) {
        answered.add(checked.result());
        return;
      }
      transcript.plan(agenda.nowNs(), plan, checked.result());
    }
    controller.submit(event);
  }

  private void wake() {
    hear(new Event.Woken(agenda.utcNs()));
  }

  private void add(RigNode node) {
    String id = node.node().id();
    nodes.put(id, node);
    ticks.put(id, new Tick(node.lifeCount(), Long.MAX_VALUE));
    directory.add(node);
  }

  private void settle() {
    boolean any = true;
    while (any) {
      any = agenda.runAtOnce() || controller.runPending();
    }
    nodes.forEach(this::setTick);
  }

  private void setTick(String id, RigNode node) {
    Tick next = new Tick(node.lifeCount(), node.nextTickNs());
    if (next.isBefore(Objects.requireNonNull(ticks.get(id)))) {
      ticks.put(id, next);
      agenda.add(next.dueNs(), Rank.TIMER, () -> tick(id, node, next));
    }
  }

  private void tick(String id, RigNode node, Tick due) {
    if (due.equals(ticks.get(id)) && node.lifeCount() == due.life()) {
      ticks.put(id, new Tick(due.life(), Long.MAX_VALUE));
      node.tick();
    }
  }

  @Override
  public void close() {
    home.close();
  }

  private final class GatewayNews implements Gateway.Listener {
    @Override
    public void demanded(FunctionId function, int workerCount) {
      hear(new Event.Demanded(agenda.utcNs(), function, workerCount));
    }

    @Override
    public void throttled(UUID invocationId, FunctionSpec function, long bytesIn) {}
  }
}
