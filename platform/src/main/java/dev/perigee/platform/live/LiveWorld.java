package dev.perigee.platform.live;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.DecisionLog;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.world.Clock;
import dev.perigee.world.Effect;
import dev.perigee.world.Event;
import dev.perigee.world.World;
import dev.perigee.world.node.NodePort;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/// Carries effects out on real nodes, the journal and the gateway.
public final class LiveWorld implements World {
  private final Clock clock;
  private final EntryLog entries;
  private final DecisionLog decisions;
  private final NodeDirectory nodes;
  private final Gateway gateway;
  private final Consumer<Event> events;
  private final LongConsumer wakeAfterNs;

  /// @param events takes what comes of effects; may be called on any thread
  /// @param wakeAfterNs sets a timer that says `Woken`
  public LiveWorld(
      Clock clock,
      EntryLog entries,
      DecisionLog decisions,
      NodeDirectory nodes,
      Gateway gateway,
      Consumer<Event> events,
      LongConsumer wakeAfterNs) {
    this.clock = clock;
    this.entries = entries;
    this.decisions = decisions;
    this.nodes = nodes;
    this.gateway = gateway;
    this.events = events;
    this.wakeAfterNs = wakeAfterNs;
  }

  @Override
  public void perform(Effect effect) {
    switch (effect) {
      case Effect.Append append -> append(append);
      case Effect.Explain explain -> {
        decisions.add(explain.decision());
        PlacementEvent.tell(explain.decision());
      }
      case Effect.Propose propose -> propose(propose.plan());
      case Effect.Publish publish -> gateway.publish(publish.table());
      case Effect.Withdraw withdraw ->
          nodes
              .find(withdraw.node())
              .ifPresent(node -> node.withdraw(withdraw.function(), withdraw.version()));
      case Effect.Reclaim reclaim ->
          nodes.find(reclaim.node()).ifPresent(node -> node.reclaim(reclaim.memoryMb()));
      case Effect.Provision provision ->
          nodes
              .find(provision.node())
              .ifPresent(node ->
                  node.provision(
                      provision.function(), provision.version(), provision.workerCount()));
      case Effect.Reject reject ->
          gateway.reject(reject.function(), reject.refusal(), reject.reason());
      case Effect.Wake wake -> wakeAfterNs.accept(wake.afterNs());
      case Effect.Acknowledge _, Effect.Refuse _ ->
          throw new IllegalStateException("the controller answers requests itself: " + effect);
    }
  }

  private void append(Effect.Append append) {
    entries.append(
        append.entry(),
        problem ->
            events.accept(
                problem.isEmpty()
                    ? new Event.Appended(clock.utcNs(), append.sequence())
                    : new Event.AppendFailed(clock.utcNs(), append.sequence(), problem.get())));
  }

  /// Asks all nodes of the plan at once and says `PlanChecked` when the last has answered.
  private void propose(Plan plan) {
    int count = plan.placements().size();
    AtomicReferenceArray<PlacementResult> results = new AtomicReferenceArray<>(count);
    AtomicInteger open = new AtomicInteger(count);
    for (int i = 0; i < count; i++) {
      int index = i;
      place(
          plan,
          plan.placements().get(i),
          result -> {
            results.set(index, result);
            if (open.decrementAndGet() == 0) {
              checked(plan, results);
            }
          });
    }
  }

  private void checked(Plan plan, AtomicReferenceArray<PlacementResult> results) {
    PlanResult result =
        new PlanResult(
            plan.planId(), IntStream.range(0, results.length()).mapToObj(results::get).toList());
    decisions.add(plan, result.results());
    events.accept(new Event.PlanChecked(clock.utcNs(), result));
  }

  private void place(Plan plan, Placement placement, Consumer<PlacementResult> done) {
    Optional<NodePort> node = nodes.find(placement.node());
    Optional<FunctionSpec> function =
        gateway.table().find(placement.function()).map(row -> row.function());
    if (node.isEmpty()) {
      done.accept(
          new PlacementResult.Refused(
              placement, Refusal.UNREACHABLE, "no node " + placement.node()));
    } else if (function.isEmpty() || function.get().version() != placement.version()) {
      done.accept(
          new PlacementResult.Refused(
              placement,
              Refusal.GONE,
              placement.function() + ":" + placement.version() + " was replaced"));
    } else {
      node.get().place(plan, placement, function.get(), done);
    }
  }
}
