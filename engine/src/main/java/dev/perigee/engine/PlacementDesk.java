package dev.perigee.engine;

import dev.perigee.model.continuum.NodeColumns;
import dev.perigee.model.continuum.Snapshot;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.policy.spi.KeepAlivePolicy.KeepAlive;
import dev.perigee.policy.spi.PlacementChoice;
import dev.perigee.policy.spi.PlacementChoice.Share;
import dev.perigee.policy.spi.PlacementPolicy.Setting;
import dev.perigee.policy.spi.PlacementQuestion;
import dev.perigee.policy.spi.PolicyMemory;
import dev.perigee.world.Effect;
import dev.perigee.world.Seeds;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// From demand to plan: asks the placement policy, proposes, and deals with what the world refused.
final class PlacementDesk {
  /// AWS Lambda gives one vCPU per 1,769 MB (Lambda developer guide, "Configure memory", 2024).
  static final int MEMORY_MB_PER_CPU = 1_769;

  /// Plans in a row that may be refused before a demand waits for news.
  private static final int ATTEMPT_COUNT_MAX = 3;

  /// How long a demand waits for room before its invocations are refused.
  private static final long WAIT_NS_MAX = 10_000_000_000L;

  private record Proposal(Plan plan, FunctionSpec function, int attempt) {}

  private record Version(FunctionId function, int version) {
    static Version of(FunctionSpec function) {
      return new Version(function.id(), function.version());
    }
  }

  /// @param wake the number of the wake-up with which it has waited long enough. Wake-ups are
  ///   counted and not compared with the clock, which may jump
  private record Parked(int workerCount, long wake) {}

  private final EngineSetting setting;
  private final int epoch;
  private final Continuum continuum;
  private final Grants grants;
  private final Reservations reservations = new Reservations();
  private final SortedMap<Long, Proposal> proposals = new TreeMap<>();

  /// Function versions with a proposal on its way; at most one each.
  private final Set<Version> proposed = new HashSet<>();

  /// Leave that was given back before the answer of its plan was here.
  private final SortedMap<Grants.Key, Integer> early = new TreeMap<>();

  private final SortedMap<FunctionId, Parked> parked = new TreeMap<>();
  private long wakeCount;
  private long wokenCount;
  private PolicyMemory memory = PolicyMemory.NONE;
  private long nextId;

  PlacementDesk(EngineSetting setting, int epoch, Continuum continuum, Grants grants) {
    this.setting = setting;
    this.epoch = epoch;
    this.continuum = continuum;
    this.grants = grants;
    this.nextId = Ids.first(setting.origin(), epoch);
  }

  int epoch() {
    return epoch;
  }

  /// Workers of a function are wanted. Ends in a plan, in a refusal, or in waiting for room.
  void demand(FunctionSpec function, int workerCount, long utcNs, List<Effect> effects) {
    if (workerCountMax(function) == 0) {
      effects.add(
          new Effect.Reject(
              function.id(),
              Refusal.CONCURRENCY_LIMIT,
              "concurrency of " + function.id() + " is 0"));
      return;
    }
    if (!proposed.contains(Version.of(function))) {
      place(function, workerCount, 1, utcNs, effects);
    }
  }

  /// Whether workers of a function are wanted already and wait for room.
  boolean isParked(FunctionId function) {
    return parked.containsKey(function);
  }

  private static int workerCountMax(FunctionSpec function) {
    int slots = function.workerConcurrency();
    return (function.concurrencyMax() + slots - 1) / slots;
  }

  /// Proposes what the concurrency limit leaves. Where all that it allows is on nodes out of
  /// contact, callers wait for these like for room.
  private void place(
      FunctionSpec function, int workerCount, int attempt, long utcNs, List<Effect> effects) {
    int granted = grants.workerCount(function.id(), function.version());
    int wanted = Math.min(workerCount, workerCountMax(function) - granted);
    if (wanted > 0) {
      decide(function, wanted, attempt, utcNs, effects);
    } else if (grants.routes(function.id(), function.version(), continuum).isEmpty()) {
      park(function.id(), workerCount, effects);
    } else {
      parked.remove(function.id());
    }
  }

  /// The world has checked a plan. Returns the function version whose routes may have changed. What
  /// was refused is tried again unless the version was replaced meanwhile.
  FunctionSpec checked(
      PlanResult result,
      Map<FunctionId, FunctionSpec> functions,
      long utcNs,
      List<Effect> effects) {
    Proposal proposal = proposals.remove(result.planId());
    if (proposal == null) {
      throw new EngineException(
          "a plan was checked that is not proposed: " + Ids.planText(result.planId()));
    }
    proposed.remove(Version.of(proposal.function()));
    int refused = 0;
    int givenBack = 0;
    for (PlacementResult each : result.results()) {
      switch (each) {
        case PlacementResult.Accepted accepted ->
            givenBack += accept(proposal.plan(), accepted.placement());
        case PlacementResult.Refused no -> {
          release(no.placement(), no.placement().workerCount());
          early.remove(Grants.Key.of(no.placement()));
          refused += no.placement().workerCount();
        }
      }
    }
    FunctionSpec function = proposal.function();
    if (grants.workerCount(function.id(), function.version()) == 0) {
      refused += givenBack;
    }
    if (refused > 0 && function.equals(functions.get(function.id()))) {
      if (proposal.attempt() < ATTEMPT_COUNT_MAX) {
        decide(function, refused, proposal.attempt() + 1, utcNs, effects);
      } else {
        park(function.id(), refused, effects);
      }
    }
    return function;
  }

  /// There may be room now: tries what waits, refuses what has waited too long.
  void retry(long utcNs, Map<FunctionId, FunctionSpec> functions, List<Effect> effects) {
    SortedMap<FunctionId, Parked> waiting = new TreeMap<>(parked);
    parked.clear();
    waiting.forEach((id, demand) -> {
      FunctionSpec function = functions.get(id);
      if (function == null) {
        effects.add(new Effect.Reject(id, Refusal.GONE, "function " + id + " was deleted"));
      } else if (demand.wake() <= wokenCount) {
        effects.add(
            new Effect.Reject(
                id, Refusal.NO_CAPACITY, "no room for " + WAIT_NS_MAX / 1_000_000_000L + " s"));
      } else {
        parked.put(id, demand);
        place(function, demand.workerCount(), ATTEMPT_COUNT_MAX, utcNs, effects);
      }
    });
  }

  /// A wake-up has come: what asked for it has waited long enough.
  void woken(long utcNs, Map<FunctionId, FunctionSpec> functions, List<Effect> effects) {
    wokenCount++;
    retry(utcNs, functions, effects);
  }

  /// Leave for workers was given back. A node may be faster than the answer to the plan that gave
  /// the leave; what nobody has given and nobody will give is left over from before a restart.
  void giveBack(Grants.Key key, int workerCount) {
    int taken = 0;
    Optional<Grants.Grant> grant = grants.find(key);
    if (grant.isPresent()) {
      taken = grants.remove(key, workerCount);
      release(grant.get().placement(), taken);
    }
    if (taken < workerCount && proposed.contains(new Version(key.function(), key.version()))) {
      early.merge(key, workerCount - taken, Integer::sum);
    }
  }

  /// A node holds nothing any more, also of plans whose answer is still on its way: other nodes of
  /// the plan may take their time.
  void giveBackAll(String node) {
    for (Grants.Key key : grants.on(node)) {
      giveBack(key, grants.get(key).workerCount());
    }
    early.keySet().removeIf(key -> key.node().equals(node));
    for (Proposal proposal : proposals.values()) {
      for (Placement placement : proposal.plan().placements()) {
        if (placement.node().equals(node)) {
          early.put(Grants.Key.of(placement), placement.workerCount());
        }
      }
    }
  }

  /// Returns how many workers were given back before the answer was here: whoever asked for them
  /// may wait still.
  private int accept(Plan plan, Placement placement) {
    grants.add(plan, placement);
    Grants.Key key = Grants.Key.of(placement);
    Integer before = early.remove(key);
    if (before == null) {
      return 0;
    }
    giveBack(key, before);
    return Math.min(before, placement.workerCount());
  }

  private void release(Placement placement, int workerCount) {
    continuum
        .indexOf(placement.node())
        .ifPresent(index -> reservations.release(index, placement, workerCount));
  }

  private void decide(
      FunctionSpec function, int workerCount, int attempt, long utcNs, List<Effect> effects) {
    Snapshot snapshot = continuum.snapshot();
    long id = nextId++;
    PlacementQuestion question = question(function, workerCount);
    long seed = Seeds.derive(setting.seed(), id, snapshot.version());
    PlacementChoice choice =
        setting
            .placement()
            .decide(
                question,
                snapshot,
                reservations,
                memory,
                new Setting(seed, setting.candidateCountMax(), setting.workers()));
    memory = choice.memory();
    Plan plan = plan(id, question, snapshot, choice);
    effects.add(new Effect.Explain(explain(plan, question, choice, utcNs)));
    if (plan.placements().isEmpty()) {
      nothingFits(question, snapshot, effects);
      return;
    }
    parked.remove(function.id());
    for (Share share : choice.shares()) {
      reservations.reserve(share.nodeIndex(), placement(question, snapshot, share));
    }
    proposals.put(plan.planId(), new Proposal(plan, function, attempt));
    proposed.add(Version.of(function));
    effects.add(new Effect.Propose(plan));
  }

  private static PlacementQuestion question(FunctionSpec function, int workerCount) {
    int cpuMilli = function.memoryMb() * 1_000 / MEMORY_MB_PER_CPU;
    return new PlacementQuestion(function, workerCount, function.memoryMb(), cpuMilli);
  }

  private Plan plan(
      long id, PlacementQuestion question, Snapshot snapshot, PlacementChoice choice) {
    List<Placement> placements = new ArrayList<>();
    List<ReadSet.NodeRead> reads = new ArrayList<>();
    for (Share share : choice.shares()) {
      Placement placement = placement(question, snapshot, share);
      placements.add(placement);
      reads.add(
          new ReadSet.NodeRead(
              placement.node(), snapshot.nodes().revision().get(share.nodeIndex())));
    }
    return new Plan(id, id, epoch, snapshot.version(), placements, new ReadSet(reads, List.of()));
  }

  private Placement placement(PlacementQuestion question, Snapshot snapshot, Share share) {
    FunctionSpec function = question.function();
    KeepAlive keepAlive = setting.keepAlive().decide(function, snapshot, share.nodeIndex());
    return new Placement(
        function.id(),
        function.version(),
        snapshot.nodes().id().get(share.nodeIndex()),
        share.workerCount(),
        question.memoryMb(),
        question.cpuMilli(),
        keepAlive.keepAliveNs(),
        keepAlive.freezeAfterNs());
  }

  private Decision explain(
      Plan plan, PlacementQuestion question, PlacementChoice choice, long utcNs) {
    FunctionSpec function = question.function();
    String asked =
        "place "
            + question.workerCount()
            + " workers of "
            + function.id()
            + ":"
            + function.version()
            + ", each "
            + question.memoryMb()
            + " MiB and "
            + question.cpuMilli()
            + " milli-CPU";
    return new Decision(
        plan.decisionId(),
        plan.planId(),
        utcNs,
        setting.placement().name(),
        plan.snapshotVersion(),
        function.id(),
        asked,
        choice.candidates(),
        choice.candidatesOmitted(),
        plan.placements(),
        choice.bound());
  }

  /// Asks the node with the most reserved memory to give back what is idle, or refuses when even an
  /// empty node would be too small.
  private void nothingFits(PlacementQuestion question, Snapshot snapshot, List<Effect> effects) {
    NodeColumns nodes = snapshot.nodes();
    int fullest = -1;
    for (int node = 0; node < nodes.count(); node++) {
      boolean couldFit = nodes.isUp(node) && nodes.memoryMb().get(node) >= question.memoryMb();
      if (couldFit
          && (fullest < 0
              || reservations.reservedMemoryMb(node) > reservations.reservedMemoryMb(fullest))) {
        fullest = node;
      }
    }
    FunctionId function = question.function().id();
    if (fullest < 0) {
      parked.remove(function);
      effects.add(
          new Effect.Reject(
              function,
              Refusal.NO_FEASIBLE_NODE,
              "no node that is up has " + question.memoryMb() + " MiB of memory"));
    } else {
      int missingMb = question.memoryMb() - reservations.freeMemoryMb(snapshot, fullest);
      boolean first = !parked.containsKey(function);
      park(function, question.workerCount(), effects);
      if (first) {
        effects.add(new Effect.Reclaim(nodes.id().get(fullest), missingMb));
      }
    }
  }

  private void park(FunctionId function, int workerCount, List<Effect> effects) {
    if (!parked.containsKey(function)) {
      parked.put(function, new Parked(workerCount, ++wakeCount));
      effects.add(new Effect.Wake(WAIT_NS_MAX));
    }
  }
}
