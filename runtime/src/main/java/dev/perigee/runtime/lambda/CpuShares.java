package dev.perigee.runtime.lambda;

import java.util.function.LongSupplier;

/// Divides the CPU time of one sandbox among the invocations that run in it at the same time:
/// between two events each of the n running ones is charged 1/n, so that the shares add up to what
/// was used.
final class CpuShares {
  private final LongSupplier cpuNs;
  private long lastCpuNs;
  private int running;

  /// What one invocation would have been charged had it run all the time.
  private long chargedNs;

  CpuShares(LongSupplier cpuNs) {
    this.cpuNs = cpuNs;
    this.lastCpuNs = cpuNs.getAsLong();
  }

  /// An invocation begins; the result is its receipt for `end`.
  synchronized long begin() {
    advance();
    running++;
    return chargedNs;
  }

  /// An invocation ends; CPU time of its share.
  synchronized long end(long receipt) {
    advance();
    running--;
    return chargedNs - receipt;
  }

  private void advance() {
    long nowNs = Math.max(cpuNs.getAsLong(), lastCpuNs);
    if (running > 0) {
      chargedNs += (nowNs - lastCpuNs) / running;
    }
    lastCpuNs = nowNs;
  }
}
