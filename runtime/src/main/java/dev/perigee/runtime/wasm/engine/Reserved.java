package dev.perigee.runtime.wasm.engine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Calls of the operating system: address space that costs nothing until it is touched, and the
/// thread's CPU clock.
@SuppressWarnings("restricted")
final class Reserved {
  /// Everything a pointer can reach, as a constant: the compiler then drops all checks but ours.
  static final MemorySegment EVERYTHING = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

  private static final int PROT_READ_WRITE = 0x3;
  private static final int MAP_PRIVATE_ANONYMOUS_NORESERVE = 0x02 | 0x20 | 0x4000;
  private static final int MADV_DONTNEED = 4;
  private static final int MADV_NOHUGEPAGE = 15;
  private static final int CLOCK_THREAD_CPUTIME_ID = 3;

  private static final MethodHandle MMAP =
      handle(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MUNMAP =
      handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));
  private static final MethodHandle MADVISE =
      handle("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle CLOCK_GETTIME =
      handle(
          "clock_gettime",
          FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS),
          Linker.Option.critical(true));

  private Reserved() {}

  private static MethodHandle handle(
      String name, FunctionDescriptor type, Linker.Option... options) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
  }

  /// Reserves zeroed address space. Small pages: a huge one would cost 2 MiB for a module that
  /// touches 100 KiB.
  static long map(long sizeBytes) {
    try {
      long address =
          (long)
              MMAP.invokeExact(
                  0L, sizeBytes, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS_NORESERVE, -1, 0L);
      if (address == -1) {
        throw new OutOfMemoryError(
            "the system refuses "
                + sizeBytes
                + " bytes of address space for a module's memory; lower its memory limit");
      }
      int ignoredWithoutHugePages = (int) MADVISE.invokeExact(address, sizeBytes, MADV_NOHUGEPAGE);
      assert ignoredWithoutHugePages <= 0;
      return address;
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  static void unmap(long address, long sizeBytes) {
    try {
      requireZero((int) MUNMAP.invokeExact(address, sizeBytes), "munmap");
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /// Gives the pages back; they read as zeros afterwards.
  static void discard(long address, long sizeBytes) {
    try {
      requireZero((int) MADVISE.invokeExact(address, sizeBytes, MADV_DONTNEED), "madvise");
    } catch (Throwable t) {
      throw rethrow(t);
    }
  }

  /// CPU time of the kernel thread that runs this, also where a virtual thread runs on it.
  static long threadCpuNs() {
    long[] timespec = new long[2];
    try {
      requireZero(
          (int) CLOCK_GETTIME.invokeExact(CLOCK_THREAD_CPUTIME_ID, MemorySegment.ofArray(timespec)),
          "clock_gettime");
    } catch (Throwable t) {
      throw rethrow(t);
    }
    return timespec[0] * 1_000_000_000L + timespec[1];
  }

  private static void requireZero(int result, String call) {
    if (result != 0) {
      throw new IllegalStateException(call + " failed with " + result);
    }
  }

  private static RuntimeException rethrow(Throwable t) {
    switch (t) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(t);
    }
  }
}
