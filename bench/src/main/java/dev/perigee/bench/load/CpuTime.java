package dev.perigee.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/// CPU time of a process and of what it started, from `/proc` in steps of 10 ms.
///
/// @param ownNs of the process
/// @param descendantsNs of all that live below it, and of those that have ended and were waited for
public record CpuTime(long ownNs, long descendantsNs) {
  private static final long TICK_NS = 10_000_000;

  public static CpuTime of(long pid) {
    long below = endedNs(pid);
    Set<Long> seen = new HashSet<>();
    ArrayDeque<Long> waiting = new ArrayDeque<>(childrenOf(pid));
    while (!waiting.isEmpty()) {
      long child = waiting.removeFirst();
      if (seen.add(child)) {
        below += ownNs(child) + endedNs(child);
        waiting.addAll(childrenOf(child));
      }
    }
    return new CpuTime(ownNs(pid), below);
  }

  public static CpuTime ofThisProcess() {
    return new CpuTime(ownNs(ProcessHandle.current().pid()), 0);
  }

  public CpuTime since(CpuTime before) {
    return new CpuTime(ownNs - before.ownNs, descendantsNs - before.descendantsNs);
  }

  private static Set<Long> childrenOf(long pid) {
    Set<Long> children = new HashSet<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        for (String child : Files.readString(thread.resolve("children")).trim().split(" ")) {
          if (!child.isEmpty()) {
            children.add(Long.parseLong(child));
          }
        }
      }
    } catch (IOException gone) {
      return children;
    }
    return children;
  }

  private static long ownNs(long pid) {
    return ticks(pid, 11) * TICK_NS;
  }

  /// Of children that have ended.
  private static long endedNs(long pid) {
    return ticks(pid, 13) * TICK_NS;
  }

  /// User and system time stand side by side, counted from the state of the process.
  private static long ticks(long pid, int at) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[at]) + Long.parseLong(fields[at + 1]);
    } catch (IOException gone) {
      return 0;
    }
  }
}
