package dev.perigee.cli.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.contract.Schedule.Rank;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.control.ControlException;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.ContractScenario.Step;
import dev.perigee.world.contract.Transcript;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import java.util.UUID;

/// Plays a scenario of the contract kit on a live rig.
final class Player {
  private static final long END_NS = 60_000_000_000L;

  private Player() {}

  static Transcript play(ContractScenario scenario, LiveRig rig) {
    scenario.steps().forEach(step -> plan(rig, step));
    rig.runUntil(END_NS);
    assertThat(rig.gateway().inFlightCount()).as("invocations without an answer").isZero();
    return rig.transcript();
  }

  private static void plan(LiveRig rig, Step step) {
    switch (step) {
      case Step.Deploys deploys ->
          rig.at(step.atNs(), Rank.DEPLOYMENT, () -> rig.deploy(deploys.function()));
      case Step.Deletes deletes ->
          rig.at(step.atNs(), Rank.DEPLOYMENT, () -> rig.delete(deletes.function()));
      case Step.Arrives arrives -> rig.at(step.atNs(), Rank.ARRIVAL, () -> arrive(rig, arrives));
      case Step.NodeFails fails -> {
        rig.at(step.atNs(), Rank.NODE_CHANGE, () -> rig.node(fails.node()).fail());
        rig.at(
            step.atNs() + fails.forNs(),
            Rank.NODE_CHANGE,
            () -> rig.node(fails.node()).beginAnew());
      }
      case Step.NodeChanges changes ->
          rig.at(
              step.atNs(),
              Rank.NODE_CHANGE,
              () -> rig.node(changes.node()).change(changes.memoryMb(), changes.unseenNs()));
    }
  }

  private static void arrive(LiveRig rig, Step.Arrives arrives) {
    try {
      var _ =
          rig.gateway()
              .submit(
                  new UUID(0, arrives.number()),
                  arrives.function(),
                  new byte[0],
                  CallContext.of(arrives.function()))
              .thenAccept(result -> note(rig, arrives.number(), result));
    } catch (ControlException e) {
      assertThat(e.kind()).isEqualTo(ControlException.Kind.NOT_FOUND);
      rig.transcript().refused(rig.nowNs(), arrives.number(), Refusal.GONE);
    }
  }

  private static void note(LiveRig rig, int number, InvocationResult result) {
    switch (result) {
      case InvocationResult.Answered answered -> {
        LedgerEntry entry = answered.entry();
        rig.transcript()
            .ended(rig.nowNs(), number, entry.node(), entry.outcome(), entry.coldStart());
      }
      case InvocationResult.Refused refused ->
          rig.transcript().refused(rig.nowNs(), number, refused.refusal());
    }
  }
}
