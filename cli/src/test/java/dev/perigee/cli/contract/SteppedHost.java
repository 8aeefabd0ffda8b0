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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/// A host whose workers only take time. When its node has failed, nothing comes of anything.
final class SteppedHost implements WorkerHost {
  /// What a function's starts and calls take.
  record Times(long handlerNs, long startNs) {}

  private final Agenda agenda;
  private final Function<FunctionSpec, Times> times;
  private boolean dead;

  SteppedHost(Agenda agenda, Function<FunctionSpec, Times> times) {
    this.agenda = agenda;
    this.times = times;
  }

  void die() {
    dead = true;
  }

  @Override
  public void start(PooledWorker worker, Consumer<StartResult> done) {
    Times taken = times.apply(worker.function());
    StartPhases phases = new StartPhases(taken.startNs(), 0);
    StartResult result =
        new StartResult.Started(
            new IdleWorker(phases, taken.handlerNs()), new ColdStart(0, phases, 0));
    later(taken.startNs(), Agenda.Rank.WORKER_START, () -> done.accept(result));
  }

  @Override
  public void call(Worker worker, Invocation invocation, Consumer<Answer> done) {
    long handlerNs = ((IdleWorker) worker).handlerNs();
    later(handlerNs, Agenda.Rank.HANDLER_END, () -> done.accept(worker.invoke(invocation)));
  }

  @Override
  public void later(Runnable work) {
    agenda.addAtOnce(unlessDead(work));
  }

  private void later(long afterNs, Agenda.Rank rank, Runnable work) {
    agenda.add(agenda.nowNs() + afterNs, rank, unlessDead(work));
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
