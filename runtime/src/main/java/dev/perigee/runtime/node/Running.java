package dev.perigee.runtime.node;

import dev.perigee.runtime.worker.Worker;

/// An invocation while it runs, and what the metering windows that closed meanwhile have booked for
/// it already. Guarded by its meter's lock.
public final class Running {
  final long usageId;
  final Worker worker;
  final int memoryMb;
  final boolean alone;
  long markNs;
  long cpuMarkNs;
  long bookedWallNs;
  long bookedCpuNs;

  /// @param alone whether the worker runs nothing else meanwhile, so that its CPU time is this
  ///   invocation's
  Running(long usageId, Worker worker, int memoryMb, boolean alone, long startedNs) {
    this.usageId = usageId;
    this.worker = worker;
    this.memoryMb = memoryMb;
    this.alone = alone;
    this.markNs = startedNs;
    this.cpuMarkNs = -1;
  }
}
