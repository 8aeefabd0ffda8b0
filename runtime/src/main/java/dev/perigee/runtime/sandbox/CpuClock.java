package dev.perigee.runtime.sandbox;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Reads the CPU clock of another process: about 0.3 us, resolution 1 ns.
public final class CpuClock {
  @SuppressWarnings("restricted") // the one native call here
  private static final MethodHandle CLOCK_GETTIME =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("clock_gettime"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS),
              Linker.Option.critical(true));

  private CpuClock() {}

  /// CPU time of all threads of a process, or -1 if it is gone.
  public static long ofProcessNs(int pid) {
    long[] time = new long[2];
    return read((~pid << 3) | 2, time) == 0 ? time[0] * 1_000_000_000L + time[1] : -1;
  }

  private static int read(int clock, long[] time) {
    try {
      return (int) CLOCK_GETTIME.invokeExact(clock, MemorySegment.ofArray(time));
    } catch (Throwable impossible) {
      throw new IllegalStateException("clock_gettime could not be called", impossible);
    }
  }
}
