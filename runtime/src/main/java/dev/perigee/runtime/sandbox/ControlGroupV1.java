package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// One directory per controller, as version 1 and hybrid machines have them.
///
/// @param paths controller to directory; controllers that the machine lacks are absent
/// @param cpu its meter of CPU time, where there is one
record ControlGroupV1(SortedMap<String, Path> paths, Optional<GroupMeter> cpu)
    implements ControlGroup {
  private static final long PERIOD_US = 100_000;
  private static final long FREEZE_WAIT_NS = TimeUnit.MILLISECONDS.toNanos(500);

  static ControlGroupV1 create(SortedMap<String, Path> paths) throws IOException {
    for (Path path : new LinkedHashSet<>(paths.values())) {
      Files.createDirectory(path);
    }
    Optional<Path> meter = Optional.ofNullable(paths.get("cpuacct"));
    return new ControlGroupV1(
        paths, meter.map(path -> new GroupMeter(path.resolve("cpuacct.usage"))));
  }

  @Override
  public void attach(int pid) throws IOException {
    for (Path path : new LinkedHashSet<>(paths.values())) {
      GroupFiles.write(path.resolve("cgroup.procs"), pid);
    }
  }

  @Override
  public void limit(Limits limits) throws IOException {
    Path memory = paths.get("memory");
    if (memory != null) {
      GroupFiles.write(memory.resolve("memory.limit_in_bytes"), limits.memoryBytes());
      GroupFiles.tryWrite(
          memory.resolve("memory.memsw.limit_in_bytes"), Long.toString(limits.memoryBytes()));
    }
    Path processes = paths.get("pids");
    if (processes != null) {
      GroupFiles.write(processes.resolve("pids.max"), limits.processes());
    }
  }

  @Override
  public void limitCpu(int cpuMilli) throws IOException {
    Path controller = paths.get("cpu");
    if (controller == null) {
      return;
    }
    long quotaUs = cpuMilli <= 0 ? -1 : Math.max(1_000, cpuMilli * PERIOD_US / 1_000);
    GroupFiles.tryWrite(controller.resolve("cpu.cfs_burst_us"), "0");
    GroupFiles.write(controller.resolve("cpu.cfs_quota_us"), quotaUs);
    GroupFiles.tryWrite(
        controller.resolve("cpu.cfs_burst_us"), Long.toString(Math.max(quotaUs, 0)));
  }

  @Override
  public boolean freeze() {
    return changeTo("FROZEN");
  }

  @Override
  public boolean thaw() {
    return changeTo("THAWED");
  }

  private boolean changeTo(String state) {
    Path freezer = paths.get("freezer");
    if (freezer == null) {
      return false;
    }
    Path file = freezer.resolve("freezer.state");
    long endNs = System.nanoTime() + FREEZE_WAIT_NS;
    try {
      GroupFiles.write(file, state);
      while (!GroupFiles.read(file).equals(state)) {
        if (System.nanoTime() - endNs > 0) {
          return false;
        }
        LockSupport.parkNanos(100_000);
        GroupFiles.write(file, state);
      }
      return true;
    } catch (IOException gone) {
      return false;
    }
  }

  @Override
  public long cpuNs() {
    return cpu.map(GroupMeter::number).orElse(-1L);
  }

  @Override
  public long memoryBytes() {
    Path memory = paths.get("memory");
    return memory == null ? -1 : GroupFiles.readLong(memory.resolve("memory.usage_in_bytes"));
  }

  @Override
  public void remove() {
    cpu.ifPresent(GroupMeter::close);
    if (paths.containsKey("freezer")) {
      GroupFiles.tryWrite(paths.get("freezer").resolve("freezer.state"), "THAWED");
    }
    new LinkedHashSet<>(paths.values()).forEach(GroupFiles::remove);
  }
}
