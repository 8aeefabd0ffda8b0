package dev.perigee.runtime.sandbox;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/// Signals to processes; the numbers are the same on every Linux that we run on.
public final class Signals {
  public static final int KILL = 9;
  public static final int TERM = 15;
  public static final int CONT = 18;
  public static final int STOP = 19;

  @SuppressWarnings("restricted") // the one native call here
  private static final MethodHandle SEND =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("kill"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Signals() {}

  /// Whether the process was there. Only for own children that have not been waited for: their
  /// numbers can't be reused.
  public static boolean send(int pid, int signal) {
    try {
      return (int) SEND.invokeExact(pid, signal) == 0;
    } catch (Throwable impossible) {
      throw new IllegalStateException("kill could not be called", impossible);
    }
  }
}
