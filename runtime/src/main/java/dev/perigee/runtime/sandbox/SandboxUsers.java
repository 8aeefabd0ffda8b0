package dev.perigee.runtime.sandbox;

import java.util.concurrent.atomic.AtomicInteger;

/// User ids for sandboxes of a platform that runs as root: each sandbox has its own, far from any
/// real user's.
final class SandboxUsers {
  private static final int FIRST = 1_610_612_736;
  private static final int COUNT = 1 << 24;
  private static final AtomicInteger NEXT =
      new AtomicInteger((int) (ProcessHandle.current().pid() % 256) << 16);

  private SandboxUsers() {}

  static int next() {
    return FIRST + Math.floorMod(NEXT.getAndIncrement(), COUNT);
  }
}
