package dev.perigee.runtime.lambda;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A function's own runtime behind the Runtime API; takes as many invocations at once as it asks
/// for.
final class ProvidedWorker implements Worker {
  private final SandboxProcess process;
  private final LambdaApi api;
  private final WorkerSpec spec;
  private final StartPhases phases;
  private final CpuShares shares;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> end;
  private volatile boolean expired;

  ProvidedWorker(SandboxProcess process, LambdaApi api, WorkerSpec spec, StartPhases phases) {
    this.process = process;
    this.api = api;
    this.spec = spec;
    this.phases = phases;
    this.shares = new CpuShares(process::cpuNs);
    this.end = process.exit().thenAccept(status -> underWay.forEach(Call::fail));
  }

  @Override
  public Answer invoke(Invocation invocation) {
    Call call = new Call(invocation);
    long receipt = shares.begin();
    long offeredNs = System.nanoTime();
    api.runtime().slots().offer(call);
    try {
      Reply reply = await(call, invocation.timeoutNs());
      long fromNs = call.handedNs() == 0 ? offeredNs : call.handedNs();
      return new Answer(
          reply.ok() ? Outcome.OK : Outcome.ERROR,
          reply.payload(),
          Math.max(reply.atNs() - fromNs, 0),
          shares.end(receipt),
          true);
    } catch (TimeoutException late) {
      return timedOut(call, receipt, offeredNs);
    } catch (ExecutionException gone) {
      return exited(call, receipt, offeredNs);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return timedOut(call, receipt, offeredNs);
    }
  }

  /// Whichever comes first: the reply, the end of the process (an ExecutionException), or the
  /// deadline.
  private Reply await(Call call, long timeoutNs)
      throws InterruptedException, ExecutionException, TimeoutException {
    underWay.add(call);
    try {
      if (process.exit().isDone()) {
        call.fail();
      }
      return call.reply().get(timeoutNs, TimeUnit.NANOSECONDS);
    } finally {
      underWay.remove(call);
    }
  }

  private Answer timedOut(Call call, long receipt, long offeredNs) {
    expired = true;
    api.runtime().slots().forget(call);
    process.kill();
    byte[] body = FunctionErrors.timedOut(call.invocation().id(), spec.function().timeoutMs());
    return dead(Outcome.TIMEOUT, body, receipt, offeredNs);
  }

  private Answer exited(Call call, long receipt, long offeredNs) {
    byte[] body = FunctionErrors.exited(call.invocation().id(), process.exitStatus());
    return dead(Outcome.ERROR, body, receipt, offeredNs);
  }

  private Answer dead(Outcome outcome, byte[] body, long receipt, long offeredNs) {
    process.awaitLogs();
    api.close();
    return new Answer(outcome, body, System.nanoTime() - offeredNs, shares.end(receipt), false);
  }

  @Override
  public StartPhases startPhases() {
    return phases;
  }

  @Override
  public long cpuNs() {
    return process.cpuNs();
  }

  @Override
  public long memoryBytes() {
    return process.memoryBytes();
  }

  @Override
  public void freeze() {
    process.freeze();
  }

  @Override
  public void thaw() {
    process.thaw();
  }

  @Override
  public void stop(Duration grace) {
    process.stop(grace);
    api.close();
  }

  @Override
  public boolean isAlive() {
    return !end.isDone() && process.isAlive() && !expired;
  }
}
