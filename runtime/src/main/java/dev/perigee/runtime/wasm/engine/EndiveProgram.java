package dev.perigee.runtime.wasm.engine;

import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import run.endive.runtime.Instance;
import run.endive.runtime.Machine;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;
import run.endive.wasm.WasmModule;

/// A module whose classes are loaded. A run takes a slot (memory and system), last used first,
/// since its memory is in the cache; there are as many slots as there were runs at once.
final class EndiveProgram implements WasmProgram {
  private static final int SLOTS_KEPT_MAX = 64;

  private final WasmModule module;
  private final Function<Instance, Machine> machines;
  private final ProgramSpec spec;
  private final int initialPages;
  private final int pagesMax;
  private final int startIndex;
  private final Watchdog watchdog;
  private final ConcurrentLinkedDeque<Slot> slots = new ConcurrentLinkedDeque<>();
  private final AtomicInteger slotCount = new AtomicInteger();
  private volatile boolean closed;

  private EndiveProgram(
      WasmModule module,
      Function<Instance, Machine> machines,
      ProgramSpec spec,
      Watchdog watchdog) {
    var limits = module.memorySection().orElseThrow().getMemory(0).limits();
    this.module = module;
    this.machines = machines;
    this.spec = spec;
    this.initialPages = limits.initialPages();
    this.pagesMax = Math.min(limits.maximumPages(), pages(spec.memoryMb()));
    this.startIndex = CommandCheck.startIndex(module);
    this.watchdog = watchdog;
  }

  static EndiveProgram of(
      WasmModule module, Function<Instance, Machine> machines, ProgramSpec spec, Watchdog watchdog)
      throws ModuleException {
    EndiveProgram program = new EndiveProgram(module, machines, spec, watchdog);
    if (program.initialPages > program.pagesMax) {
      throw new ModuleException(
          "its memory starts with "
              + mebibytes(program.initialPages)
              + " MiB, the limit is "
              + mebibytes(program.pagesMax)
              + " MiB: raise the function's memory, or build it with a smaller stack or initial"
              + " memory");
    }
    return program;
  }

  private static int pages(int memoryMb) {
    return (int) Math.min(Memory.RUNTIME_MAX_PAGES, memoryMb * 16L);
  }

  private static double mebibytes(int pages) {
    return pages / 16.0;
  }

  @Override
  public RunResult run(Run run) {
    if (closed) {
      return RunResult.lost("the program was stopped", 0);
    }
    Slot slot = slots.pollFirst();
    return run(run, slot == null ? newSlot() : slot);
  }

  private Slot newSlot() {
    slotCount.incrementAndGet();
    return new Slot(module, machines, new LinearMemory(initialPages, pagesMax), spec);
  }

  private RunResult run(Run run, Slot slot) {
    try {
      long startMonoNs = System.nanoTime();
      slot.system().begin(run);
      Ending ending = runWatched(run, slot);
      long cpuNs = slot.system().end();
      long handlerNs = System.nanoTime() - startMonoNs;
      return new RunResult(
          ending, slot.system().output(), handlerNs, cpuNs, slot.memory().refused());
    } finally {
      release(slot);
    }
  }

  private Ending runWatched(Run run, Slot slot) {
    Watchdog.Watch watch = watchdog.watch(run.timeoutNs());
    Ending ending = runToEnd(slot);
    boolean overdue = watch.end();
    return overdue ? new Ending.TimedOut() : ending;
  }

  private Ending runToEnd(Slot slot) {
    try {
      Instance instance = slot.newInstance();
      instance.getMachine().call(startIndex, new long[0]);
      return new Ending.Exited(0);
    } catch (Signal signal) {
      return signal.ending();
    } catch (WasmInterruptedException e) {
      return new Ending.Lost("the thread was interrupted");
    } catch (StackOverflowError e) {
      return new Ending.Trapped("call stack exhausted");
    } catch (OutOfMemoryError e) {
      return new Ending.Trapped("out of memory of the host: " + e.getMessage());
    } catch (RuntimeException e) {
      return new Ending.Trapped(message(e));
    }
  }

  private static String message(RuntimeException e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void release(Slot slot) {
    if (closed || slots.size() >= SLOTS_KEPT_MAX) {
      discard(slot);
      return;
    }
    slot.memory().reset();
    slots.addFirst(slot);
    if (closed) {
      discardAll();
    }
  }

  private void discard(Slot slot) {
    slot.memory().free();
    slotCount.decrementAndGet();
  }

  private void discardAll() {
    for (Slot slot = slots.pollFirst(); slot != null; slot = slots.pollFirst()) {
      discard(slot);
    }
  }

  @Override
  public long memoryBytes() {
    return (long) slotCount.get() * initialPages * Memory.PAGE_SIZE;
  }

  @Override
  public boolean isAlive() {
    return !closed;
  }

  @Override
  public void close() {
    closed = true;
    discardAll();
  }
}
