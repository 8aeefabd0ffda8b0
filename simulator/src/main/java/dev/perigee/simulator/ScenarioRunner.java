package dev.perigee.simulator;

import dev.perigee.ledger.LedgerHash;
import dev.perigee.model.work.Workers;
import dev.perigee.simulator.scenario.Scenario;

/// Runs scenarios. The same scenario and seed give the same bytes on any number of threads.
public final class ScenarioRunner {

  private ScenarioRunner() {}

  /// Runs with the scenario's own seed on one thread.
  public static SimulationResult run(Scenario scenario) {
    return run(scenario, scenario.seed(), Workers.sequential(), WorldObserver.NONE);
  }

  /// Runs on a number of threads of its own.
  public static SimulationResult run(Scenario scenario, long seed, int threadCount) {
    try (Threads threads = Threads.of(threadCount)) {
      return run(scenario, seed, threads.workers(), WorldObserver.NONE);
    }
  }

  /// @param observer is told what happens, while it happens
  public static SimulationResult run(
      Scenario scenario, long seed, Workers workers, WorldObserver observer) {
    SimulatedWorld world = new SimulatedWorld(scenario, seed, workers, observer);
    Accounts accounts = world.run();
    return new SimulationResult(
        LedgerHash.of(accounts.entries(), accounts.windows()),
        seed,
        accounts.entries(),
        accounts.windows(),
        accounts.goneCount(),
        world.planCount());
  }
}
