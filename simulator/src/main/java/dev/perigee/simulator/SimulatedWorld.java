package dev.perigee.simulator;

import dev.perigee.engine.Engine;
import dev.perigee.engine.EngineSetting;
import dev.perigee.model.continuum.Link;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.PlacementResult.Refused;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.work.Workers;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.scenario.Scenario.Deletion;
import dev.perigee.simulator.scenario.Scenario.Deployment;
import dev.perigee.simulator.scenario.Scenario.Fault;
import dev.perigee.simulator.scenario.Scenario.Site;
import dev.perigee.simulator.truth.FunctionTruth;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import dev.perigee.world.Seeds;
import dev.perigee.world.World;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A continuum that only takes time: the engine, a gateway and the worker pools are those of the
/// live platform; nodes, links and handlers are draws from a scenario's truth.
///
/// What happens at one time happens in this order: node changes, deployments, worker starts, ends
/// of handlers, messages over links, arrivals, timers. What a happening causes without delay
/// happens right after it, first in first out, before the next.
final class SimulatedWorld implements World, SimulatedNode.NodeWorld, Gateway.GatewayWorld {

  private record Version(FunctionId function, int version) {}

  private final Scenario scenario;
  private final WorldObserver observer;
  private final Accounts accounts;
  private final Engine engine;
  private final Gateway gateway = new Gateway(this);
  private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
  private final Map<Version, Deployment> deployed = new HashMap<>();
  private final ArrivalSchedule arrivals;
  private final EventQueue queue = new EventQueue();
  private final ArrayDeque<Happening> atOnce = new ArrayDeque<>();
  private int arrivedCount;
  private int liveCount;
  private long requestCount;
  private long planCount;
  private long nowNs;

  SimulatedWorld(Scenario scenario, long seed, Workers workers, WorldObserver observer) {
    this.scenario = scenario;
    this.observer = observer;
    this.accounts = new Accounts(scenario, workers);
    this.arrivals = ArrivalSchedule.of(scenario, seed, workers);
    this.engine =
        new Engine(
            new EngineSetting(
                0,
                seed,
                scenario.placement(),
                scenario.keepAlive(),
                EngineSetting.CANDIDATE_COUNT_MAX_DEFAULT,
                workers),
            List.of());
    long nodesSeed = Seeds.derive(seed, "nodes");
    for (Site site : scenario.sites()) {
      String id = site.node().id();
      NodeAccount account = accounts.open(site);
      nodes.put(
          id,
          new SimulatedNode(
              this, site.node(), account, site.gatewayDelayNs(), Seeds.derive(nodesSeed, id)));
    }
    scenario.deployments().forEach(each -> queue.add(each.atNs(), new Happening.Deploys(each)));
    scenario.deletions().forEach(each -> queue.add(each.atNs(), new Happening.Deletes(each)));
    scenario.faults().forEach(each -> queue.add(each.atNs(), new Happening.FaultBegins(each)));
  }

  /// Runs the scenario to its end and gives the ledger.
  Accounts run() {
    perform(engine.start());
    nodes.values().forEach(node -> hear(new Event.NodeObserved(utcNs(), node.node())));
    for (Link link : scenario.links()) {
      hear(new Event.LinkObserved(utcNs(), link));
    }
    settleDown();
    while (goesOn()) {
      step();
    }
    nowNs = Math.max(nowNs, scenario.durationNs());
    accounts.close(nowNs);
    return accounts;
  }

  /// Plans that were proposed.
  long planCount() {
    return planCount;
  }

  private boolean goesOn() {
    boolean more = arrivedCount < arrivals.count() || liveCount > 0;
    if (more && arrivedCount == arrivals.count() && queue.isEmpty()) {
      throw new SimulationException(
          liveCount
              + " invocations wait at "
              + nowNs / 1_000_000
              + " ms and nothing will happen any more; this is a fault of the engine or of a"
              + " policy");
    }
    return more || queue.nextNs() <= scenario.durationNs();
  }

  private void step() {
    long arrivalNs = arrivedCount < arrivals.count() ? arrivals.atNs(arrivedCount) : Long.MAX_VALUE;
    boolean arrivalFirst =
        arrivalNs < queue.nextNs()
            || arrivalNs == queue.nextNs() && queue.nextRank() > Happening.Rank.ARRIVAL.ordinal();
    long nextNs = Math.min(arrivalNs, queue.nextNs());
    accounts.advance(nextNs);
    nowNs = nextNs;
    if (arrivalFirst) {
      liveCount++;
      gateway.arrive(arrivals.invocation(arrivedCount++));
    } else {
      happen(queue.remove());
    }
    settleDown();
  }

  private void settleDown() {
    while (!atOnce.isEmpty()) {
      happen(atOnce.removeFirst());
    }
  }

  private void happen(Happening happening) {
    switch (happening) {
      case Happening.FaultBegins(Fault fault) -> begin(fault);
      case Happening.FaultEnds(Fault fault) -> end(fault);
      case Happening.Deploys(Deployment deployment) -> deploy(deployment);
      case Happening.Deletes(Deletion deletion) ->
          hear(new Event.Deleted(utcNs(), ++requestCount, deletion.function()));
      case Happening.WorkerStarts starts -> {
        if (starts.life() == starts.node().life()) {
          starts.node().started(starts.worker(), starts.start().fails());
        }
      }
      case Happening.HandlerEnds ends -> {
        if (ends.life() == ends.node().life()) {
          ends.node().handlerEnded(ends.invocation());
        }
      }
      case Happening.Heard(Event event) -> perform(engine.on(event));
      case Happening.HeardFrom from -> {
        if (from.life() == from.node().life()) {
          perform(engine.on(from.event()));
        }
      }
      case Happening.Delivered(SimulatedNode node, Invocation invocation) ->
          deliver(node, invocation, happening);
      case Happening.Answered(Invocation invocation) -> {
        liveCount--;
        gateway.answered(invocation);
      }
      case Happening.Bounced(Invocation invocation, Refusal refusal) ->
          gateway.bounced(invocation, refusal);
      case Happening.Checked checked -> check(checked);
      case Happening.CheckAnswered answered -> answer(answered);
      case Happening.Withdrawn(SimulatedNode node, FunctionId function, int version) -> {
        if (reachedOrHeld(node, happening)) {
          node.withdraw(function, version);
        }
      }
      case Happening.Reclaimed(SimulatedNode node, int memoryMb) -> {
        if (reachedOrHeld(node, happening)) {
          node.reclaim(memoryMb);
        }
      }
      case Happening.Provisioned(SimulatedNode node, Effect.Provision wanted) -> {
        if (reachedOrHeld(node, happening)) {
          node.provision(wanted.function(), wanted.version(), wanted.workerCount());
        }
      }
      case Happening.Ticks ticks -> {
        if (ticks.life() == ticks.node().life()) {
          ticks.node().tick();
        }
      }
      case Happening.Wakes _ -> hear(new Event.Woken(utcNs()));
    }
  }

  /// True when the node can take the message; one that is cut off gets it later.
  private static boolean reachedOrHeld(SimulatedNode node, Happening happening) {
    if (node.isRunning() && !node.isReachable()) {
      node.hold(happening);
    }
    return node.isReachable();
  }

  private void deliver(SimulatedNode node, Invocation invocation, Happening happening) {
    if (reachedOrHeld(node, happening)) {
      node.invoke(invocation, Objects.requireNonNull(invocation.spec));
    } else if (!node.isRunning()) {
      schedule(nowNs + node.delayNs(), new Happening.Bounced(invocation, Refusal.UNREACHABLE));
    }
  }

  private void deploy(Deployment deployment) {
    FunctionSpec function = deployment.function();
    deployed.put(new Version(function.id(), function.version()), deployment);
    hear(new Event.Deployed(utcNs(), ++requestCount, function));
  }

  private void begin(Fault fault) {
    SimulatedNode node = node(fault.node());
    switch (fault) {
      case Fault.Fails fails -> {
        node.fail();
        hear(new Event.NodeLost(utcNs(), fails.node()));
        queue.add(nowNs + fails.forNs(), new Happening.FaultEnds(fault));
      }
      case Fault.CutOff cut -> {
        node.cutOff();
        hear(new Event.NodeLost(utcNs(), cut.node()));
        queue.add(nowNs + cut.forNs(), new Happening.FaultEnds(fault));
      }
      case Fault.Restarts _ -> {
        node.fail();
        restart(node);
      }
      case Fault.Changes changes -> {
        node.change(node.node().state(), changes.memoryMb());
        queue.add(nowNs + changes.unseenNs(), new Happening.FaultEnds(fault));
      }
      case Fault.Drains drains -> {
        node.change(NodeState.DRAINING, node.node().memoryMb());
        observe(node);
        queue.add(nowNs + drains.forNs(), new Happening.FaultEnds(fault));
      }
    }
  }

  private void end(Fault fault) {
    SimulatedNode node = node(fault.node());
    switch (fault) {
      case Fault.Fails _ -> restart(node);
      case Fault.CutOff _ -> {
        observe(node);
        node.reach();
      }
      case Fault.Restarts _ -> {}
      case Fault.Changes _ -> observe(node);
      case Fault.Drains _ -> {
        node.change(NodeState.UP, node.node().memoryMb());
        observe(node);
      }
    }
  }

  private void restart(SimulatedNode node) {
    node.restart();
    schedule(
        nowNs + node.delayNs(), new Happening.Heard(new Event.NodeRestarted(utcNs(), node.node())));
  }

  private void observe(SimulatedNode node) {
    schedule(
        nowNs + node.delayNs(), new Happening.Heard(new Event.NodeObserved(utcNs(), node.node())));
  }

  private void hear(Event event) {
    schedule(nowNs, new Happening.Heard(event));
  }

  private void perform(List<Effect> effects) {
    effects.forEach(this::perform);
  }

  @Override
  public void perform(Effect effect) {
    switch (effect) {
      case Effect.Append append -> hear(new Event.Appended(utcNs(), append.sequence()));
      case Effect.Acknowledge acknowledge -> observer.acknowledged(nowNs, acknowledge.requestId());
      case Effect.Refuse refuse ->
          observer.turnedDown(nowNs, refuse.requestId(), refuse.refusal(), refuse.reason());
      case Effect.Explain explain -> observer.decided(nowNs, explain.decision());
      case Effect.Propose propose -> propose(propose.plan());
      case Effect.Publish publish -> gateway.publish(publish.table());
      case Effect.Withdraw withdraw -> {
        SimulatedNode node = node(withdraw.node());
        schedule(
            nowNs + node.delayNs(),
            new Happening.Withdrawn(node, withdraw.function(), withdraw.version()));
      }
      case Effect.Reclaim reclaim -> {
        SimulatedNode node = node(reclaim.node());
        schedule(nowNs + node.delayNs(), new Happening.Reclaimed(node, reclaim.memoryMb()));
      }
      case Effect.Provision provision -> {
        SimulatedNode node = node(provision.node());
        schedule(nowNs + node.delayNs(), new Happening.Provisioned(node, provision));
      }
      case Effect.Reject reject -> gateway.reject(reject.function(), reject.refusal());
      case Effect.Wake wake -> queue.add(nowNs + wake.afterNs(), new Happening.Wakes());
    }
  }

  private void propose(Plan plan) {
    planCount++;
    PlanCheck check = new PlanCheck(plan);
    List<Placement> placements = plan.placements();
    for (int i = 0; i < placements.size(); i++) {
      SimulatedNode node = node(placements.get(i).node());
      schedule(nowNs + node.delayNs(), new Happening.Checked(node, check, i, placements.get(i)));
    }
  }

  private void check(Happening.Checked checked) {
    SimulatedNode node = checked.node();
    Placement placement = checked.placement();
    PlacementResult result =
        node.isReachable()
            ? node.place(placement, version(placement).function(), checked.check())
            : unreachable(node, placement);
    schedule(
        nowNs + node.delayNs(),
        new Happening.CheckAnswered(node, node.life(), checked.check(), checked.index(), result));
  }

  private void answer(Happening.CheckAnswered answered) {
    SimulatedNode node = answered.node();
    PlacementResult result =
        answered.life() == node.life()
            ? answered.result()
            : unreachable(node, answered.result().placement());
    if (answered.check().answer(answered.index(), result)) {
      observer.checked(nowNs, answered.check().plan(), answered.check().result());
      hear(new Event.PlanChecked(utcNs(), answered.check().result()));
    }
  }

  private static PlacementResult unreachable(SimulatedNode node, Placement placement) {
    return new Refused(
        placement, Refusal.UNREACHABLE, "node " + node.node().id() + " can't be reached");
  }

  private Deployment version(Placement placement) {
    return version(placement.function(), placement.version());
  }

  private Deployment version(FunctionId function, int version) {
    Deployment found = deployed.get(new Version(function, version));
    if (found == null) {
      throw new SimulationException(function + ":" + version + " was placed and never deployed");
    }
    return found;
  }

  private SimulatedNode node(String id) {
    SimulatedNode node = nodes.get(id);
    if (node == null) {
      throw new SimulationException("no node is named " + id + "; there are " + nodes.keySet());
    }
    return node;
  }

  @Override
  public long nowNs() {
    return nowNs;
  }

  @Override
  public long utcNs() {
    return scenario.startUtcNs() + nowNs;
  }

  @Override
  public long thawNs() {
    return scenario.thawNs();
  }

  @Override
  public void schedule(long atNs, Happening happening) {
    if (atNs <= nowNs && happening.rank() == Happening.Rank.MESSAGE) {
      atOnce.addLast(happening);
    } else {
      queue.add(atNs, happening);
    }
  }

  @Override
  public FunctionTruth truth(FunctionSpec function) {
    return version(function.id(), function.version()).truth();
  }

  @Override
  public void sent(Invocation invocation, Row row, String nodeId) {
    SimulatedNode node = node(nodeId);
    invocation.spec = row.function();
    invocation.sentNs = nowNs;
    schedule(nowNs + node.delayNs(), new Happening.Delivered(node, invocation));
  }

  @Override
  public void demanded(FunctionId function, int workerCount) {
    hear(new Event.Demanded(utcNs(), function, workerCount));
  }

  @Override
  public void refused(Invocation invocation, Refusal refusal) {
    liveCount--;
    observer.refused(nowNs, invocation.number, invocation.function, refusal);
    accounts.refused(invocation, refusal);
  }

  @Override
  public void began(SimulatedNode node, Invocation invocation) {
    accounts.began(node.account(), invocation);
  }

  @Override
  public void stopped(SimulatedNode node) {
    accounts.off(node.account(), nowNs);
  }

  @Override
  public void ended(Invocation invocation, Outcome outcome, long handlerNs) {
    observer.ended(
        nowNs,
        invocation.number,
        accounts.ended(node(invocation.node).account(), invocation, outcome, handlerNs, nowNs));
  }
}
