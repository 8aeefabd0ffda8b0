package dev.perigee.runtime.sandbox;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// Makes sockets of the platform inside the network of a sandbox, which has nothing but its own
/// loopback. A socket stays in the network in which it was made; so a thread goes there, makes it,
/// and ends.
public final class NetworkNamespace {
  private static final int READ_ONLY_CLOSE_ON_EXEC = 0x80000;
  private static final int CLONE_NEWNET = 0x40000000;

  private static final MethodHandle OPEN =
      function("open", 2, ValueLayout.ADDRESS, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle SETNS =
      function("setns", 2, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT);
  private static final MethodHandle CLOSE = function("close", 1, ValueLayout.JAVA_INT);

  private NetworkNamespace() {}

  @SuppressWarnings("restricted") // native calls
  private static MethodHandle function(String name, int fixed, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    Linker.Option[] options =
        arguments.length > fixed
            ? new Linker.Option[] {Linker.Option.firstVariadicArg(fixed)}
            : new Linker.Option[0];
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
        options);
  }

  /// Makes something in the network of a process.
  ///
  /// @throws IOException also if this process may not enter it
  public static <T> T inside(int pid, Callable<T> made) throws IOException {
    CompletableFuture<T> result = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("perigee-inside")
        .start(() -> {
          try {
            enter(pid);
            result.complete(made.call());
          } catch (Exception e) {
            result.completeExceptionally(e);
          }
        });
    try {
      return result.get();
    } catch (ExecutionException e) {
      throw new IOException("no socket in the network of process " + pid, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while making a socket", e);
    }
  }

  private static void enter(int pid) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      var path = arena.allocateFrom("/proc/" + pid + "/ns/net");
      int descriptor = (int) OPEN.invokeExact(path, READ_ONLY_CLOSE_ON_EXEC, 0);
      if (descriptor < 0) {
        throw new IOException("/proc/" + pid + "/ns/net can't be opened");
      }
      int refused = (int) SETNS.invokeExact(descriptor, CLONE_NEWNET);
      int unused = (int) CLOSE.invokeExact(descriptor);
      if (refused != 0 || unused != 0) {
        throw new IOException("setns was refused");
      }
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable impossible) {
      throw new IllegalStateException("a system call could not be called", impossible);
    }
  }
}
