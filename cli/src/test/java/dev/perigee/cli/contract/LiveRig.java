package dev.perigee.cli.contract;

import dev.perigee.cli.contract.Agenda.Rank;
import dev.perigee.cli.contract.BreakableNode.Life;
import dev.perigee.cli.contract.SteppedHost.Times;
import dev.perigee.cli.live.OpenLedger;
import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerCurve;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.engine.Engine;
import dev.perigee.engine.EngineSetting;
import dev.perigee.fabric.journal.MemoryJournal;
import dev.perigee.model.continuum.Node;
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
import dev.perigee.runtime.node.LiveNode;
import dev.perigee.runtime.node.Meters;
import dev.perigee.runtime.node.NodeLedger;
import dev.perigee.runtime.node.NodeMeter;
import dev.perigee.runtime.node.Tariff;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import dev.perigee.world.World;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.Transcript;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongFunction;

/// The live platform on one thread. Everything that one happening causes at once happens before the
/// next.
final class LiveRig implements AutoCloseable {
  private static final NodePower POWER = new NodePower(2, 1, 5, 15, 0, PowerCurve.LINEAR, 0, 0, 0);

  private final Agenda agenda = new Agenda();
  private final Transcript transcript = new Transcript();
  private final Map<Long, Plan> proposed = new HashMap<>();
  private final Map<String, Times> times = new HashMap<>();
  private final Map<String, BreakableNode> nodes = new LinkedHashMap<>();
  private final Map<String, LateNews> news = new HashMap<>();
  private final Map<String, Long> tickDueNs = new HashMap<>();
  private final List<OpenLedger> ledgers = new ArrayList<>();
  private final NodeDirectory directory = new NodeDirectory();
  private final Gateway gateway;
  private final World world;
  private final List<PlanResult> answered = new ArrayList<>();
  private final Controller controller;
  private final NodeEvents listener;
  private final Path folder;
  private long requestCount;

  LiveRig(ContractScenario scenario, Path folder) {
    this.folder = folder;
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
    this.listener = new NodeEvents(agenda, this::hear);
    controller.begin();
    scenario.nodes().forEach(this::add);
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

  BreakableNode node(String id) {
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

  void deploy(FunctionSpec function, long handlerNs, long startNs) {
    times.put(function.id() + ":" + function.version(), new Times(handlerNs, startNs));
    ask(requestId -> new Event.Deployed(agenda.utcNs(), requestId, function));
  }

  void delete(FunctionId function) {
    ask(requestId -> new Event.Deleted(agenda.utcNs(), requestId, function));
  }

  void change(String node, int memoryMb, long unseenNs) {
    Node before = node(node).node();
    Objects.requireNonNull(news.get(node)).late(unseenNs);
    node(node)
        .live()
        .update(
            new Node(
                before.id(),
                before.zone(),
                before.state(),
                before.cpuMilli(),
                memoryMb,
                before.idleW(),
                before.maxW(),
                before.intensityGramsPerKwh(),
                before.pue(),
                before.revision() + 1));
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

  private void add(Node node) {
    BreakableNode added = new BreakableNode(node, agenda, listener, this::bear);
    nodes.put(node.id(), added);
    directory.add(added);
    listener.observed(node);
  }

  private Life bear(Node node) {
    LateNews said = new LateNews(agenda, listener);
    news.put(node.id(), said);
    tickDueNs.put(node.id(), Long.MAX_VALUE);
    SteppedHost host =
        new SteppedHost(
            agenda,
            function ->
                Objects.requireNonNull(times.get(function.id() + ":" + function.version())));
    OpenLedger ledger = OpenLedger.open(folder.resolve(node.id()), node.id(), agenda, _ -> {});
    ledgers.add(ledger);
    NodeMeter meter = meter(node, ledger.ledger());
    LiveNode live = new LiveNode(node, agenda, host, meter, said, _ -> Optional.empty());
    return new Life(live, host, said::silence);
  }

  private NodeMeter meter(Node node, NodeLedger ledger) {
    Tariff tariff =
        new Tariff(
            CarbonModel.DEFAULT, PriceCatalogue.AWS_LIKE, (_, _) -> node.intensityGramsPerKwh());
    return new NodeMeter(node, agenda, POWER, tariff, new NoMeters(), ledger);
  }

  private void settle() {
    boolean any = true;
    while (any) {
      any = agenda.runAtOnce() || controller.runPending();
    }
    nodes.forEach(this::setTick);
  }

  private void setTick(String id, BreakableNode node) {
    long dueNs = node.nextTickNs();
    if (dueNs < Objects.requireNonNull(tickDueNs.get(id))) {
      tickDueNs.put(id, dueNs);
      LiveNode live = node.live();
      agenda.add(dueNs, Rank.TIMER, () -> tick(id, live));
    }
  }

  private void tick(String id, LiveNode live) {
    if (node(id).live() == live && agenda.nowNs() >= tickDueNs.getOrDefault(id, 0L)) {
      tickDueNs.put(id, Long.MAX_VALUE);
      live.tick();
    }
  }

  @Override
  public void close() {
    ledgers.forEach(ledger -> ledger.store().close());
  }

  private final class GatewayNews implements Gateway.Listener {
    @Override
    public void demanded(FunctionId function, int workerCount) {
      hear(new Event.Demanded(agenda.utcNs(), function, workerCount));
    }

    @Override
    public void throttled(UUID invocationId, FunctionSpec function, long bytesIn) {}
  }

  private static final class NoMeters implements Meters {
    @Override
    public long platformCpuNs() {
      return 0;
    }

    @Override
    public OptionalLong processorMicroJ() {
      return OptionalLong.empty();
    }
  }
}
