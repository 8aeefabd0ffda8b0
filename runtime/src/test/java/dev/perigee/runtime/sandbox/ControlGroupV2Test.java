package dev.perigee.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.runtime.sandbox.ControlGroup.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A group of the unified hierarchy as the kernel shows it, in a folder of files: what is written
/// to which file, and what is read out of it. That a kernel does what the files say is tested by
/// `UnifiedHierarchyTest`.
class ControlGroupV2Test {
  @TempDir Path mount;
  private Path folder;
  private ControlGroup group;

  @BeforeEach
  void create() throws IOException {
    folder = mount.resolve("sandbox");
    group = ControlGroupV2.create(folder);
  }

  @Test
  void limitsMemoryWithoutSwapAndKillsTheWholeSandboxBeyond() throws IOException {
    file("memory.max", "max\n");
    file("memory.swap.max", "max\n");
    file("memory.oom.group", "0\n");
    file("pids.max", "max\n");
    group.limit(new Limits(134_217_728, 64));
    assertThat(folder.resolve("memory.max")).hasContent("134217728");
    assertThat(folder.resolve("memory.swap.max")).hasContent("0");
    assertThat(folder.resolve("memory.oom.group")).hasContent("1");
    assertThat(folder.resolve("pids.max")).hasContent("64");
  }

  @Test
  void leavesUnlimitedWhatTheMachineHasNoControllerFor() throws IOException {
    group.limit(new Limits(134_217_728, 64));
    group.limitCpu(500);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void limitsTheProcessorByQuotaAndLetsItBurstOnePeriod() throws IOException {
    file("cpu.max", "max 100000\n");
    file("cpu.max.burst", "0\n");
    group.limitCpu(250);
    assertThat(folder.resolve("cpu.max")).hasContent("25000 100000");
    assertThat(folder.resolve("cpu.max.burst")).hasContent("25000");
    group.limitCpu(0);
    assertThat(folder.resolve("cpu.max")).hasContent("max 100000");
    assertThat(folder.resolve("cpu.max.burst")).hasContent("0");
  }

  @Test
  void isFrozenOnceTheKernelSaysSo() throws IOException {
    file("cgroup.freeze", "0\n");
    file("cgroup.events", "populated 1\nfrozen 1\n");
    assertThat(group.freeze()).isTrue();
    assertThat(folder.resolve("cgroup.freeze")).hasContent("1");
    assertThat(group.thaw()).as("the kernel still says frozen").isFalse();
    file("cgroup.events", "populated 1\nfrozen 0\n");
    assertThat(group.thaw()).isTrue();
    assertThat(folder.resolve("cgroup.freeze")).hasContent("0");
  }

  @Test
  void readsProcessorTimeAndMemory() throws IOException {
    assertThat(group.cpuNs()).isEqualTo(-1);
    assertThat(group.memoryBytes()).isEqualTo(-1);
    file("cpu.stat", "usage_usec 1234567\nuser_usec 1000000\nsystem_usec 234567\nnr_periods 0\n");
    file("memory.current", "8388608\n");
    assertThat(group.cpuNs()).isEqualTo(1_234_567_000L);
    assertThat(group.memoryBytes()).isEqualTo(8_388_608);
  }

  @Test
  void takesProcessesIn() throws IOException {
    file("cgroup.procs", "");
    group.attach(4711);
    assertThat(folder.resolve("cgroup.procs")).hasContent("4711");
  }

  @Test
  void saysWhyThereAreNoGroups() {
    ControlGroups none = ControlGroups.detect(mount, "perigee-test");
    assertThat(none.version()).isZero();
    assertThat(none.problem()).contains("no control groups are mounted at " + mount);
    assertThat(none.has("memory")).isFalse();
  }

  private void file(String name, String content) throws IOException {
    Files.writeString(folder.resolve(name), content);
  }
}
