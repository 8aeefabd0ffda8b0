package dev.perigee.runtime.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Groups of version 2 in the kernel: where it is mounted beside version 1 it has no controllers,
/// but freezes, counts and kills.
class UnifiedHierarchyTest {
  private static final long PATIENCE_NS = 30_000_000_000L;

  private ControlGroups groups = ControlGroups.detect(Path.of("/nowhere"), "");
  private ControlGroup group = new NoControlGroup();
  private @Nullable Process busy;

  @BeforeEach
  void start() throws IOException {
    Path mount =
        List.of(Path.of("/sys/fs/cgroup"), Path.of("/sys/fs/cgroup/unified")).stream()
            .filter(each -> Files.exists(each.resolve("cgroup.controllers")))
            .filter(Files::isWritable)
            .findFirst()
            .orElse(Path.of(""));
    Needs.that("cgroup2", !mount.toString().isEmpty(), "run as root with cgroup2 mounted");
    String name = "perigee-test-" + ProcessHandle.current().pid();
    groups = ControlGroups.detect(mount, name);
    group = groups.create("one");
    Process started = new ProcessBuilder("/bin/sh", "-c", "while :; do :; done").start();
    busy = started;
    group.attach(Math.toIntExact(started.pid()));
  }

  @AfterEach
  void end() {
    group.remove();
    groups.remove();
    if (busy != null) {
      busy.destroyForcibly();
    }
  }

  @Test
  void freezesCountsAndKills() throws Exception {
    assertThat(groups.version()).as(groups.problem()).isEqualTo(2);
    awaitWork(group.cpuNs());
    assertThat(group.freeze()).isTrue();
    long frozenNs = group.cpuNs();
    for (int i = 0; i < 1_000; i++) {
      assertThat(group.cpuNs()).isEqualTo(frozenNs);
    }
    assertThat(group.thaw()).isTrue();
    awaitWork(frozenNs);
    group.remove();
    assertThat(Objects.requireNonNull(busy).waitFor())
        .as("exit code of what was killed")
        .isNotZero();
  }

  private void awaitWork(long sinceNs) {
    long endNs = System.nanoTime() + PATIENCE_NS;
    while (group.cpuNs() < sinceNs + 20_000_000L) {
      assertThat(System.nanoTime()).as("it works").isLessThan(endNs);
      LockSupport.parkNanos(1_000_000L);
    }
  }
}
