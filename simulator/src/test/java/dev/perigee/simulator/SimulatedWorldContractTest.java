package dev.perigee.simulator;

import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerCurve;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.work.Workers;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.policy.keepalive.FixedKeepAlive;
import dev.perigee.simulator.scenario.Scenario;
import dev.perigee.simulator.truth.FunctionTruth;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.ContractScenario.Step;
import dev.perigee.world.contract.Transcript;
import dev.perigee.world.contract.WorldContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The contract kit on the simulated world.
class SimulatedWorldContractTest extends WorldContract {

  @Override
  protected Transcript run(ContractScenario contract) {
    List<Step.Arrives> arrivals = arrivals(contract);
    Transcript transcript = new Transcript();
    ScenarioRunner.run(
        scenario(contract, arrivals),
        ContractScenario.SEED,
        Workers.sequential(),
        new Notes(transcript, arrivals));
    return transcript;
  }

  /// In the order in which the simulation numbers them.
  private static List<Step.Arrives> arrivals(ContractScenario contract) {
    List<Step.Arrives> arrivals = new ArrayList<>();
    for (Step step : contract.steps()) {
      if (step instanceof Step.Arrives arrives) {
        arrivals.add(arrives);
      }
    }
    arrivals.sort(Comparator.comparingLong(Step.Arrives::atNs));
    return arrivals;
  }

  private static Scenario scenario(ContractScenario contract, List<Step.Arrives> arrivals) {
    List<Scenario.Deployment> deployments = new ArrayList<>();
    List<Scenario.Deletion> deletions = new ArrayList<>();
    List<Scenario.Fault> faults = new ArrayList<>();
    for (Step step : contract.steps()) {
      switch (step) {
        case Step.Deploys deploys ->
            deployments.add(
                new Scenario.Deployment(
                    deploys.atNs(),
                    deploys.function(),
                    FunctionTruth.fixed(deploys.handlerNs(), deploys.startNs())));
        case Step.Deletes deletes ->
            deletions.add(new Scenario.Deletion(deletes.atNs(), deletes.function()));
        case Step.Arrives _ -> {}
        case Step.NodeFails fails ->
            faults.add(new Scenario.Fault.Fails(fails.atNs(), fails.node(), fails.forNs()));
        case Step.NodeChanges changes ->
            faults.add(
                new Scenario.Fault.Changes(
                    changes.atNs(), changes.node(), changes.memoryMb(), changes.unseenNs()));
      }
    }
    List<Scenario.Arrivals> sources = new ArrayList<>();
    arrivals.forEach(
        each -> sources.add(Scenario.Arrivals.Given.at(each.function(), List.of(each.atNs()))));
    return new Scenario(
        contract.name(),
        ContractScenario.SEED,
        ContractScenario.START_UTC_NS,
        1_000_000_000L,
        contract.nodes().stream().map(SimulatedWorldContractTest::site).toList(),
        List.of(),
        deployments,
        deletions,
        sources,
        faults,
        PolicyRegistry.builtIn().placement("first-fit"),
        new FixedKeepAlive(contract.keepAliveNs(), ContractScenario.FREEZE_AFTER_NS),
        PriceCatalogue.AWS_LIKE,
        0);
  }

  private static Scenario.Site site(Node node) {
    NodePower power = new NodePower(2, 1, 5, 15, 0, PowerCurve.LINEAR, 0, 0, 0);
    return new Scenario.Site(node, power, _ -> node.intensityGramsPerKwh(), 0);
  }

  private record Notes(Transcript transcript, List<Step.Arrives> arrivals)
      implements WorldObserver {
    @Override
    public void checked(long nowNs, Plan plan, PlanResult result) {
      transcript.plan(nowNs, plan, result);
    }

    @Override
    public void ended(long nowNs, int invocation, LedgerEntry entry) {
      transcript.ended(
          nowNs,
          arrivals.get(invocation).number(),
          entry.node(),
          entry.outcome(),
          entry.coldStart());
    }

    @Override
    public void refused(long nowNs, int invocation, FunctionId function, Refusal refusal) {
      transcript.refused(nowNs, arrivals.get(invocation).number(), refusal);
    }

    @Override
    public void acknowledged(long nowNs, long requestId) {
      transcript.acknowledged(nowNs, requestId);
    }

    @Override
    public void turnedDown(long nowNs, long requestId, Refusal refusal, String reason) {
      transcript.turnedDown(nowNs, requestId, refusal);
    }
  }
}
