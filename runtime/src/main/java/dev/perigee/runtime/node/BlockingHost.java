package dev.perigee.runtime.node;

import dev.perigee.engine.node.PooledWorker;
import dev.perigee.fabric.FabricException;
import dev.perigee.runtime.node.WorkerHost.StartResult.NotStarted;
import dev.perigee.runtime.node.WorkerHost.StartResult.Started;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.world.Clock;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// The live host: a call runs on the thread that makes it, everything else on threads of the
/// executor.
public final class BlockingHost implements WorkerHost {
  private final Workshop workshop;
  private final Clock clock;
  private final Executor threads;

  public BlockingHost(Workshop workshop, Clock clock, Executor threads) {
    this.workshop = workshop;
    this.clock = clock;
    this.threads = threads;
  }

  @Override
  public void start(PooledWorker worker, Consumer<StartResult> done) {
    threads.execute(() -> done.accept(start(worker)));
  }

  private StartResult start(PooledWorker pooled) {
    long beganNs = clock.monoNs();
    long fetchedNs = beganNs;
    try {
      WorkerSpec spec = workshop.spec(pooled.function(), pooled.isAhead());
      fetchedNs = clock.monoNs();
      Worker worker = workshop.start(spec);
      return new Started(
          worker, new ColdStart(fetchedNs - beganNs, worker.startPhases(), worker.cpuNs()));
    } catch (WorkerStartException e) {
      return failed(e, beganNs, fetchedNs);
    } catch (FabricException e) {
      return failed(
          WorkerStartException.ofPlatform(String.valueOf(e.getMessage())), beganNs, fetchedNs);
    }
  }

  /// A function's own fault shows when its code is loaded, any other before. The CPU time of what
  /// is gone can't be asked any more.
  private NotStarted failed(WorkerStartException problem, long beganNs, long fetchedNs) {
    long tookNs = clock.monoNs() - fetchedNs;
    StartPhases phases =
        problem.fault() == WorkerStartException.Fault.FUNCTION
            ? new StartPhases(0, tookNs)
            : new StartPhases(tookNs, 0);
    return new NotStarted(problem, new ColdStart(fetchedNs - beganNs, phases, 0));
  }

  @Override
  public void call(Worker worker, Invocation invocation, Consumer<Answer> done) {
    done.accept(worker.invoke(invocation));
  }

  @Override
  public void later(Runnable work) {
    threads.execute(work);
  }
}
