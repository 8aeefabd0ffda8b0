package dev.perigee.runtime.lambda;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.lambda.extension.Fault;
import dev.perigee.runtime.lambda.extension.ShutdownReason;
import dev.perigee.runtime.sandbox.Crew;
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
  private static final long GOES_ON_NS = TimeUnit.SECONDS.toNanos(2);

  private final Crew crew;
  private final SandboxProcess process;
  private final LambdaApi api;
  private final WorkerSpec spec;
  private final StartPhases phases;
  private final CpuShares shares;
  private final Set<Call> underWay = ConcurrentHashMap.newKeySet();
  private volatile boolean expired;
  private boolean freezes;

  ProvidedWorker(Crew crew, LambdaApi api, WorkerSpec spec, StartPhases phases) {
    this.crew = crew;
    this.process = crew.process();
    this.api = api;
    this.spec = spec;
    this.phases = phases;
    this.shares = new CpuShares(process::cpuNs);
    var _ = crew.runtimeEnd().thenAccept(status -> failAll());
    var _ = api.broken().thenAccept(fault -> failAll());
  }

  private void failAll() {
    expired = true;
    underWay.forEach(Call::fail);
  }

  /// With several at once, what was sent counts for the one that ends first.
  @Override
  public Answer invoke(Invocation invocation) {
    return handle(invocation).withEgress(process.takeEgressBytes());
  }

  private Answer handle(Invocation invocation) {
    Call call = new Call(invocation);
    long receipt = shares.begin();
    long offeredNs = System.nanoTime();
    api.reports().start(call);
    api.slots().offer(call);
    try {
      return answer(call, await(call, invocation.timeoutNs()), receipt, offeredNs);
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
      if (expired) {
        call.fail();
      }
      return call.reply().get(timeoutNs, TimeUnit.NANOSECONDS);
    } finally {
      underWay.remove(call);
    }
  }

  private Answer answer(Call call, Reply reply, long receipt, long offeredNs) {
    long fromNs = call.handedNs() == 0 ? offeredNs : call.handedNs();
    long handlerNs = Math.max(reply.atNs() - fromNs, 0);
    long cpuNs = shares.end(receipt);
    if (!api.extensions().haveSettled()) {
      limitExtensions(offeredNs + call.invocation().timeoutNs() - System.nanoTime());
    }
    api.reports().done(call, reply.ok() ? "success" : "error", reply, handlerNs);
    return new Answer(
        reply.ok() ? Outcome.OK : Outcome.ERROR,
        reply.payload(),
        handlerNs,
        cpuNs,
        !reply.wasRefused() || goesOn(call),
        call.streamedBytes());
  }

  /// Whether the runtime asks for more although it was told that its answer is not taken: some
  /// clients of AWS end then, and the next caller should not be told of that.
  private boolean goesOn(Call call) {
    try {
      var _ =
          CompletableFuture.anyOf(call.left(), crew.runtimeEnd())
              .get(GOES_ON_NS, TimeUnit.NANOSECONDS);
      return !crew.runtimeEnd().isDone();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } catch (ExecutionException | TimeoutException unclear) {
      return false;
    }
  }

  /// The caller has the answer, but the time of the invocation counts until all extensions have
  /// done with it.
  private void limitExtensions(long leftNs) {
    var _ =
        api.whenSettled()
            .orTimeout(Math.max(leftNs, 0), TimeUnit.NANOSECONDS)
            .exceptionally(late -> {
              expired = true;
              end(ShutdownReason.TIMEOUT);
              return null;
            });
  }

  private Answer timedOut(Call call, long receipt, long offeredNs) {
    expired = true;
    call.invocation().closeStream();
    api.slots().forget(call);
    byte[] body = FunctionErrors.timedOut(call.invocation().id(), spec.function().timeoutMs());
    Reply reply = Reply.error(body, "Sandbox.Timedout");
    end(ShutdownReason.TIMEOUT);
    return dead(call, Outcome.TIMEOUT, reply, receipt, offeredNs);
  }

  private Answer exited(Call call, long receipt, long offeredNs) {
    Reply reply = api.broken().isDone() ? ofExtension(call) : ofRuntime(call);
    end(ShutdownReason.FAILURE);
    return dead(call, Outcome.ERROR, reply, receipt, offeredNs);
  }

  private Reply ofExtension(Call call) {
    Fault fault = api.broken().join();
    String message = "RequestId: " + call.id() + " Error: " + fault.message();
    return Reply.error(FunctionErrors.body(fault.type(), message), fault.type());
  }

  private Reply ofRuntime(Call call) {
    Integer status = crew.runtimeEnd().getNow(null);
    int known = status == null ? process.exitStatus() : status;
    byte[] body = FunctionErrors.exited(call.invocation().id(), known);
    return Reply.error(body, "Runtime.ExitError");
  }

  private Answer dead(Call call, Outcome outcome, Reply reply, long receipt, long offeredNs) {
    process.awaitLogs();
    long handlerNs = System.nanoTime() - offeredNs;
    String status = outcome == Outcome.TIMEOUT ? "timeout" : "failure";
    api.reports().done(call, status, reply, handlerNs);
    return new Answer(
        outcome, reply.payload(), handlerNs, shares.end(receipt), false, call.streamedBytes());
  }

  /// Extensions have their time to end; nobody waits for them.
  private void end(ShutdownReason reason) {
    if (api.extensions().haveProcesses()) {
      Thread.ofVirtual().name("perigee-shutdown").start(() -> Shutdown.run(crew, api, reason));
    } else {
      process.kill();
      api.close();
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

  /// Extensions may still work on the last invocation: then it is frozen once they have done.
  @Override
  public synchronized void freeze() {
    freezes = true;
    if (api.extensions().haveSettled()) {
      process.freeze();
    } else {
      var _ = api.whenSettled().thenRun(this::freezeNow);
    }
  }

  private synchronized void freezeNow() {
    if (freezes && api.extensions().haveSettled()) {
      process.freeze();
    }
  }

  @Override
  public synchronized void thaw() {
    freezes = false;
    process.thaw();
  }

  @Override
  public void stop(Duration grace) {
    if (api.extensions().haveProcesses() && isAlive() && grace.isPositive()) {
      expired = true;
      Shutdown.run(crew, api, ShutdownReason.SPINDOWN);
    } else {
      process.stop(grace);
      api.close();
    }
  }

  @Override
  public boolean isAlive() {
    return !expired && process.isAlive();
  }
}
