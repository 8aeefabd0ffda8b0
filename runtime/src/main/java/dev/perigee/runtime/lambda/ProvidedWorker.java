package dev.perigee.runtime.lambda;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.sandbox.SandboxException;
import dev.perigee.runtime.sandbox.SandboxProcess;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import java.io.IOException;
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
  private final RuntimeApi api;
  private final WorkerSpec spec;
  private final StartPhases phases;
  private final CpuShares shares;
  private final Set<RuntimeApi.Call> underWay = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> end;
  private volatile boolean expired;

  ProvidedWorker(SandboxProcess process, RuntimeApi api, WorkerSpec spec, StartPhases phases) {
    this.process = process;
    this.api = api;
    this.spec = spec;
    this.phases = phases;
    this.shares = new CpuShares(process::cpuNs);
    this.end = process.exit().thenAccept(status -> underWay.forEach(RuntimeApi.Call::fail));
  }

  @Override
  public Answer invoke(Invocation invocation) {
    RuntimeApi.Call call = new RuntimeApi.Call(invocation);
    long receipt = shares.begin();
    long offeredNs = System.nanoTime();
    api.offer(call);
    try {
      RuntimeApi.Reply reply = await(call, invocation.timeoutNs());
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
  private RuntimeApi.Reply await(RuntimeApi.Call call, long timeoutNs)
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

  private Answer timedOut(RuntimeApi.Call call, long receipt, long offeredNs) {
    expired = true;
    api.forget(call);
    process.kill();
    byte[] body = FunctionErrors.timedOut(call.id(), spec.function().timeoutMs());
    return dead(Outcome.TIMEOUT, body, receipt, offeredNs);
  }

  private Answer exited(RuntimeApi.Call call, long receipt, long offeredNs) {
    byte[] body = FunctionErrors.exited(call.id(), process.exitStatus());
    return dead(Outcome.ERROR, body, receipt, offeredNs);
  }

  private Answer dead(Outcome outcome, byte[] body, long receipt, long offeredNs) {
    process.awaitLogs();
    closeApi();
    return new Answer(outcome, body, System.nanoTime() - offeredNs, shares.end(receipt), false);
  }

  private void closeApi() {
    try {
      api.close();
    } catch (IOException e) {
      throw new SandboxException(
          "the Runtime API of " + spec.function().id() + " can't be closed", e);
    }
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
    closeApi();
  }

  @Override
  public boolean isAlive() {
    return !end.isDone() && process.isAlive() && !expired;
  }
}
