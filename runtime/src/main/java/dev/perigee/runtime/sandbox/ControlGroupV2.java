package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// A group of the unified hierarchy.
///
/// @param cpu its meter of CPU time
record ControlGroupV2(Path path, GroupMeter cpu) implements ControlGroup {
  private static final long PERIOD_US = 100_000;
  private static final long FREEZE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);

  static ControlGroupV2 create(Path path) throws IOException {
    Files.createDirectory(path);
    return new ControlGroupV2(path, new GroupMeter(path.resolve("cpu.stat")));
  }

  @Override
  public void attach(int pid) throws IOException {
    GroupFiles.write(path.resolve("cgroup.procs"), pid);
  }

  @Override
  public void limit(Limits limits) throws IOException {
    if (Files.exists(path.resolve("memory.max"))) {
      GroupFiles.write(path.resolve("memory.max"), limits.memoryBytes());
      GroupFiles.tryWrite(path.resolve("memory.swap.max"), "0");
      GroupFiles.tryWrite(path.resolve("memory.oom.group"), "1");
    }
    if (Files.exists(path.resolve("pids.max"))) {
      GroupFiles.write(path.resolve("pids.max"), limits.processes());
    }
  }

  @Override
  public void limitCpu(int cpuMilli) throws IOException {
    if (!Files.exists(path.resolve("cpu.max"))) {
      return;
    }
    long quotaUs = Math.max(1_000, cpuMilli * PERIOD_US / 1_000);
    GroupFiles.tryWrite(path.resolve("cpu.max.burst"), "0");
    GroupFiles.write(
        path.resolve("cpu.max"),
        (cpuMilli <= 0 ? "max" : Long.toString(quotaUs)) + " " + PERIOD_US);
    GroupFiles.tryWrite(path.resolve("cpu.max.burst"), Long.toString(cpuMilli <= 0 ? 0 : quotaUs));
  }

  @Override
  public boolean freeze() {
    return changeTo("1");
  }

  @Override
  public boolean thaw() {
    return changeTo("0");
  }

  private boolean changeTo(String state) {
    if (!GroupFiles.tryWrite(path.resolve("cgroup.freeze"), state)) {
      return false;
    }
    long wanted = Long.parseLong(state);
    long endNs = System.nanoTime() + FREEZE_WAIT_NS;
    while (GroupFiles.readLong(path.resolve("cgroup.events"), "frozen") != wanted) {
      if (System.nanoTime() - endNs > 0) {
        return false;
      }
      LockSupport.parkNanos(100_000);
    }
    return true;
  }

  @Override
  public long cpuNs() {
    long us = cpu.number("usage_usec");
    return us < 0 ? -1 : us * 1_000;
  }

  @Override
  public long memoryBytes() {
    return GroupFiles.readLong(path.resolve("memory.current"));
  }

  @Override
  public void remove() {
    cpu.close();
    GroupFiles.tryWrite(path.resolve("cgroup.freeze"), "0");
    GroupFiles.tryWrite(path.resolve("cgroup.kill"), "1");
    GroupFiles.remove(path);
  }
}
