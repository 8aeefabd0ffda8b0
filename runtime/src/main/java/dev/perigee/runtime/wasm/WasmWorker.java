package dev.perigee.runtime.wasm;

import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.wasm.engine.Ending;
import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// A share in a loaded program. Each invocation starts from a fresh instance, so no fault of a
/// module hurts the next call.
final class WasmWorker implements Worker {
  /// AWS Lambda's limit: 6 MiB and 100 bytes.
  static final int ANSWER_BYTES_MAX = 6_291_556;

  private final WorkerSpec spec;
  private final SharedPrograms.Share share;
  private final StartPhases phases;
  private final AtomicLong cpuNs = new AtomicLong();
  private volatile boolean stopped;

  WasmWorker(WorkerSpec spec, SharedPrograms.Share share, long startMonoNs) {
    this.spec = spec;
    this.share = share;
    this.phases = new StartPhases(0, System.nanoTime() - startMonoNs);
  }

  @Override
  public Answer invoke(Invocation invocation) {
    Run run =
        new Run(invocation.payload(), invocation.timeoutNs(), ANSWER_BYTES_MAX, spec.logs()::line);
    RunResult result = share.program().run(run);
    cpuNs.addAndGet(result.cpuNs());
    return answer(invocation, result);
  }

  private Answer answer(Invocation invocation, RunResult result) {
    return switch (result.ending()) {
      case Ending.Exited(int code) when code == 0 -> of(Outcome.OK, result.output(), result, true);
      case Ending.Exited(int code) -> error(ErrorBody.exited(invocation, code), result, true);
      case Ending.Trapped(String message) -> trapped(invocation, message, result);
      case Ending.TimedOut() ->
          of(
              Outcome.TIMEOUT,
              ErrorBody.timedOut(invocation, spec.function().timeoutMs()),
              result,
              true);
      case Ending.OutputTooLarge() ->
          error(ErrorBody.answerTooLarge(ANSWER_BYTES_MAX), result, true);
      case Ending.Lost lost -> error(ErrorBody.lost(invocation, lost), result, false);
    };
  }

  private Answer trapped(Invocation invocation, String message, RunResult result) {
    spec.logs().line("RequestId: " + invocation.id() + " Error: trap: " + message);
    byte[] body =
        result.memoryRefused()
            ? ErrorBody.outOfMemory(invocation, spec.function().memoryMb())
            : ErrorBody.trapped(invocation, message);
    return error(body, result, true);
  }

  private Answer error(byte[] body, RunResult result, boolean reusable) {
    return of(Outcome.ERROR, body, result, reusable);
  }

  private Answer of(Outcome outcome, byte[] payload, RunResult result, boolean reusable) {
    return new Answer(outcome, payload, result.handlerNs(), result.cpuNs(), reusable && isAlive());
  }

  @Override
  public StartPhases startPhases() {
    return phases;
  }

  @Override
  public long cpuNs() {
    return cpuNs.get();
  }

  @Override
  public long memoryBytes() {
    return share.program().memoryBytes();
  }

  /// Nothing runs between invocations, so there is nothing to stop.
  @Override
  public void freeze() {}

  @Override
  public void thaw() {}

  @Override
  public void stop(Duration grace) {
    stopped = true;
    share.close();
  }

  @Override
  public boolean isAlive() {
    return !stopped && share.program().isAlive();
  }
}
