package dev.perigee.runtime.wasm.engine;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which imported function of `wasi_snapshot_preview1` is which system call, with its number of
/// parameters.
final class SystemCallTable {
  static final String MODULE = "wasi_snapshot_preview1";

  /// A system call on one run's system; returns the error number.
  @FunctionalInterface
  interface Call {
    int on(SystemCalls system, long[] args);
  }

  /// @param parameters how many the specification gives it
  record Entry(int parameters, Call call) {}

  private static final Map<String, Entry> ENTRIES =
      Map.ofEntries(
          entry("args_get", 2, (s, a) -> s.argsGet((int) a[0], (int) a[1])),
          entry("args_sizes_get", 2, (s, a) -> s.argsSizesGet((int) a[0], (int) a[1])),
          entry("environ_get", 2, (s, a) -> s.environGet((int) a[0], (int) a[1])),
          entry("environ_sizes_get", 2, (s, a) -> s.environSizesGet((int) a[0], (int) a[1])),
          entry("clock_res_get", 2, (s, a) -> s.clockResGet((int) a[0], (int) a[1])),
          entry("clock_time_get", 3, (s, a) -> s.clockTimeGet((int) a[0], (int) a[2])),
          entry("fd_close", 1, (s, a) -> s.fdClose((int) a[0])),
          entry("fd_fdstat_get", 2, (s, a) -> s.fdFdstatGet((int) a[0], (int) a[1])),
          entry("fd_fdstat_set_flags", 2, (s, a) -> s.fdClose((int) a[0])),
          entry("fd_filestat_get", 2, (s, a) -> s.fdFilestatGet((int) a[0], (int) a[1])),
          entry("fd_prestat_get", 2, (_, _) -> Errno.BADF),
          entry("fd_prestat_dir_name", 3, (_, _) -> Errno.BADF),
          entry("fd_seek", 4, (s, a) -> s.fdSeek((int) a[0])),
          entry("fd_tell", 2, (s, a) -> s.fdSeek((int) a[0])),
          entry("fd_read", 4, (s, a) -> s.fdRead((int) a[0], (int) a[1], (int) a[2], (int) a[3])),
          entry("fd_write", 4, (s, a) -> s.fdWrite((int) a[0], (int) a[1], (int) a[2], (int) a[3])),
          entry(
              "poll_oneoff",
              4,
              (s, a) -> s.pollOneoff((int) a[0], (int) a[1], (int) a[2], (int) a[3])),
          entry(
              "proc_exit",
              1,
              (_, a) -> {
                throw SystemCalls.exit((int) a[0]);
              }),
          entry("random_get", 2, (s, a) -> s.randomGet((int) a[0], (int) a[1])),
          entry("sched_yield", 0, (s, _) -> s.schedYield()));

  private SystemCallTable() {}

  private static Map.Entry<String, Entry> entry(String name, int parameters, Call call) {
    return Map.entry(name, new Entry(parameters, call));
  }

  /// The call of that name; null where we have none and answer `ENOSYS`.
  static @Nullable Entry find(String name) {
    return ENTRIES.get(name);
  }
}
