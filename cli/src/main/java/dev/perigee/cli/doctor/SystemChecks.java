package dev.perigee.cli.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What the system may be set wrong in.
public final class SystemChecks {
  /// Sockets of 1,000 warm sandboxes and as many connections.
  private static final long OPEN_FILES_MIN = 4_096;

  private static final long PROCESSES_MIN = 2_048;

  /// Nothing was released before.
  private static final Instant CLOCK_MIN = Instant.parse("2026-01-01T00:00:00Z");

  private static final List<String> TIME_KEEPERS =
      List.of(
          "/run/systemd/timesync/synchronized",
          "/run/chrony/chronyd.pid",
          "/run/chronyd.pid",
          "/run/ntpd.pid");
  private static final List<String> CONTROLLERS = List.of("cpu", "memory", "pids");

  private final SystemFiles files;

  /// @param root `/`, or a tree that stands for it
  public SystemChecks(Path root) {
    this.files = new SystemFiles(root);
  }

  public List<Check> all(Instant now, int port) {
    return List.of(
        clock(now),
        timeKeeper(),
        openFiles(),
        processes(),
        userNamespaces(),
        cgroup(),
        overcommit(),
        swap(),
        port(port));
  }

  Check clock(Instant now) {
    return now.isBefore(CLOCK_MIN)
        ? Check.fatal(
            "clock",
            "it is " + now + " here: set it (timedatectl set-time), entries are dated by it")
        : Check.good("clock", "it is " + now.truncatedTo(ChronoUnit.SECONDS));
  }

  Check timeKeeper() {
    return TIME_KEEPERS.stream().anyMatch(files::has)
        ? Check.good("time-sync", "the clock is kept right")
        : Check.fault(
            "time-sync",
            "nothing was found that keeps the clock right: timedatectl set-ntp true, or"
                + " apt-get install chrony; signed requests fail 5 minutes off");
  }

  Check openFiles() {
    return limit(
        "open-files",
        SystemFiles.number(files.after("/proc/self/limits", "Max open files")),
        OPEN_FILES_MIN,
        "ulimit -n 65536, or LimitNOFILE=65536 in the unit of systemd");
  }

  Check processes() {
    OptionalLong own = SystemFiles.number(files.after("/proc/self/limits", "Max processes"));
    OptionalLong group = files.number("/sys/fs/cgroup/pids.max");
    long least = Math.min(own.orElse(Long.MAX_VALUE), group.orElse(Long.MAX_VALUE));
    return limit(
        "processes",
        own.isEmpty() && group.isEmpty() ? OptionalLong.empty() : OptionalLong.of(least),
        PROCESSES_MIN,
        "ulimit -u 8192, TasksMax=infinity in the unit, or --pids-limit of the container");
  }

  private static Check limit(String name, OptionalLong is, long min, String remedy) {
    if (is.isEmpty()) {
      return Check.fault(name, "the limit can't be read from /proc/self/limits");
    }
    String text = is.getAsLong() == Long.MAX_VALUE ? "unlimited" : Long.toString(is.getAsLong());
    return is.getAsLong() >= min
        ? Check.good(name, "at most " + text)
        : Check.fault(name, "at most %s, too few for many sandboxes: %s".formatted(text, remedy));
  }

  Check userNamespaces() {
    String name = "user-namespaces";
    if (files.number("/proc/sys/user/max_user_namespaces").orElse(1) == 0) {
      return Check.fault(name, "none may be made: sysctl -w user.max_user_namespaces=15000");
    }
    if (files.number("/proc/sys/kernel/unprivileged_userns_clone").orElse(1) == 0) {
      return Check.fault(
          name, "only root may make them: sysctl -w kernel.unprivileged_userns_clone=1");
    }
    if (files.number("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").orElse(0) == 1) {
      return Check.fault(
          name,
          "AppArmor lets only root make them: sysctl -w"
              + " kernel.apparmor_restrict_unprivileged_userns=0, or a profile for python3");
    }
    return Check.good(name, "may be made");
  }

  Check cgroup() {
    if (!files.has("/sys/fs/cgroup/cgroup.controllers")) {
      return firstCgroup();
    }
    List<String> there = List.of(files.text("/sys/fs/cgroup/cgroup.controllers").split(" ", -1));
    List<String> missing = new ArrayList<>(CONTROLLERS);
    missing.removeAll(there);
    return missing.isEmpty()
        ? Check.good("cgroup", "version 2 with " + String.join(", ", there))
        : Check.fault(
            "cgroup",
            "version 2 without %s: Delegate=%s in the unit, or --cgroupns=private of the container"
                .formatted(String.join(", ", missing), String.join(" ", missing)));
  }

  private Check firstCgroup() {
    List<String> missing =
        CONTROLLERS.stream().filter(name -> !files.has("/sys/fs/cgroup/" + name)).toList();
    if (missing.equals(CONTROLLERS)) {
      return Check.fault("cgroup", "none: mount -t cgroup2 none /sys/fs/cgroup");
    }
    return missing.isEmpty()
        ? Check.good("cgroup", "version 1 with " + String.join(", ", CONTROLLERS))
        : Check.fault(
            "cgroup",
            "version 1 without %s: mount them, or boot with systemd.unified_cgroup_hierarchy=1"
                .formatted(String.join(", ", missing)));
  }

  Check overcommit() {
    return files.number("/proc/sys/vm/overcommit_memory").orElse(0) == 2
        ? Check.fault(
            "overcommit",
            "the kernel promises no more memory than there is, so JVMs and sandboxes fail to start"
                + " early: sysctl -w vm.overcommit_memory=0")
        : Check.good("overcommit", "memory is given when it is used");
  }

  Check swap() {
    long swapKb = SystemFiles.number(files.after("/proc/meminfo", "SwapTotal:")).orElse(0);
    long swappiness = files.number("/proc/sys/vm/swappiness").orElse(0);
    return swapKb > 0 && swappiness > 10
        ? Check.fault(
            "swap",
            "%d MiB with swappiness %d: warm sandboxes may be swapped out and thaw slowly: sysctl -w vm.swappiness=1"
                .formatted(swapKb >> 10, swappiness))
        : Check.good("swap", swapKb == 0 ? "none" : "used late");
  }

  Check port(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return Check.good("port", port + " is free");
    } catch (IOException e) {
      return Check.fault(
          "port",
          "%d is taken (%s): a platform is up, or something else has it: ss -ltnp 'sport = :%d'; or up --port P"
              .formatted(port, e.getMessage(), port));
    }
  }
}
