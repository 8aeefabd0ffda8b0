package dev.perigee.runtime.wasm;

import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Keeps long runs off the few threads that carry virtual threads. A run that computes does not
/// yield: two endless loops would stop a server on two cores until their timeout. So a virtual
/// thread runs a program itself only while its runs have been short (the handing over would cost
/// more than they do), otherwise a thread of its own does.
final class OffloadingProgram implements WasmProgram {
  /// About twenty times what handing over to another thread and back costs.
  private static final long SHORT_NS = 500_000;

  private static final int SHORT_RUNS_BEFORE_TRUST = 3;

  private static final ExecutorService THREADS =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("wasm-run-", 0).factory());

  private final WasmProgram program;
  private volatile int shortRuns;

  OffloadingProgram(WasmProgram program) {
    this.program = program;
  }

  @Override
  public RunResult run(Run run) {
    boolean offload = Thread.currentThread().isVirtual() && shortRuns < SHORT_RUNS_BEFORE_TRUST;
    RunResult result = offload ? runElsewhere(run) : program.run(run);
    learn(result.handlerNs());
    return result;
  }

  /// A lost update between threads only delays the trust.
  private void learn(long handlerNs) {
    if (handlerNs > SHORT_NS) {
      shortRuns = 0;
    } else if (shortRuns < SHORT_RUNS_BEFORE_TRUST) {
      int before = shortRuns;
      shortRuns = before + 1;
    }
  }

  private RunResult runElsewhere(Run run) {
    Future<RunResult> future = THREADS.submit(() -> program.run(run));
    try {
      return future.get();
    } catch (InterruptedException e) {
      boolean ignoredItMayBeOver = future.cancel(true);
      Thread.currentThread().interrupt();
      return RunResult.lost(
          "the calling thread was interrupted" + (ignoredItMayBeOver ? "" : " at the end"), 0);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public long memoryBytes() {
    return program.memoryBytes();
  }

  @Override
  public boolean isAlive() {
    return program.isAlive();
  }

  @Override
  public void close() {
    program.close();
  }
}
