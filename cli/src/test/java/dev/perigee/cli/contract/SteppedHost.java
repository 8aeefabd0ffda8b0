package dev.perigee.cli.contract;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.node.ColdStart;
import dev.perigee.runtime.node.WorkerHost;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.world.contract.ContractScenario;
import dev.perigee.world.contract.ContractScenario.Step.Deploys;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/// A host whose workers only take time. When its node has failed, nothing comes of anything.
final class SteppedHost implements WorkerHost {
  private final Schedule schedule;
  private final ContractScenario scenario;
  private boolean dead;

  /// @param scenario says what a function's starts and calls take
  SteppedHost(Schedule schedule, ContractScenario scenario) {
    this.schedule = schedule;
    this.scenario = scenario;
  }

  void die() {
    dead = true;
  }

  @Override
  public void start(PooledWorker worker, Consumer<StartResult> done) {
    Deploys taken = deployment(worker.function());
    StartPhases phases = new StartPhases(taken.startNs(), 0);
    StartResult result =
        new StartResult.Started(
            new IdleWorker(phases, taken.handlerNs()), new ColdStart(0, phases, 0));
    later(taken.startNs(), Schedule.Rank.WORKER_START, () -> done.accept(result));
  }

  private Deploys deployment(FunctionSpec function) {
    return scenario.steps().stream()
        .filter(Deploys.class::isInstance)
        .map(Deploys.class::cast)
        .filter(deploys -> deploys.function().equals(function))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void call(Worker worker, Invocation invocation, Consumer<Answer> done) {
    long handlerNs = ((IdleWorker) worker).handlerNs();
    later(handlerNs, Schedule.Rank.HANDLER_END, () -> done.accept(worker.invoke(invocation)));
  }

  @Override
  public void later(Runnable work) {
    schedule.addAtOnce(unlessDead(work));
  }

  private void later(long afterNs, Schedule.Rank rank, Runnable work) {
    schedule.add(schedule.nowNs() + afterNs, rank, unlessDead(work));
  }

  private Runnable unlessDead(Runnable work) {
    return () -> {
      if (!dead) {
        work.run();
      }
    };
  }

  /// Answers without doing anything.
  private record IdleWorker(StartPhases startPhases, long handlerNs) implements Worker {
    @Override
    public Answer invoke(Invocation invocation) {
      byte[] payload = "{}".getBytes(StandardCharsets.UTF_8);
      return new Answer(Outcome.OK, payload, handlerNs, 0, true);
    }

    @Override
    public long cpuNs() {
      return 0;
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public void freeze() {}

    @Override
    public void thaw() {}

    @Override
    public void stop(Duration grace) {}

    @Override
    public boolean isAlive() {
      return true;
    }
  }
}
