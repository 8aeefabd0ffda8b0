package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.sandbox.SandboxProcess;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// The process of a worker JVM, with walls around it or without.
///
/// @param input its standard input: closing it ends it
/// @param exit completes with its exit code, or minus the signal that ended it
record JvmLife(
    long pid, WritableByteChannel input, CompletableFuture<Integer> exit, Runnable kill) {
  private static final int SIGNAL_BASE = 128;

  static JvmLife of(SandboxHost.Commanded commanded) {
    SandboxProcess process = commanded.process();
    return new JvmLife(
        commanded.pid(), commanded.input(), process.exit(), () -> process.stop(Duration.ZERO));
  }

  static JvmLife of(Process process) {
    CompletableFuture<Integer> exit =
        process.onExit().thenApply(ended -> statusOf(ended.exitValue()));
    return new JvmLife(
        process.pid(),
        Channels.newChannel(process.getOutputStream()),
        exit,
        process::destroyForcibly);
  }

  /// Java folds a signal into the exit code as shells do.
  private static int statusOf(int code) {
    return code > SIGNAL_BASE && code < SIGNAL_BASE + 64 ? SIGNAL_BASE - code : code;
  }

  boolean isAlive() {
    return !exit.isDone();
  }

  void closeInput() {
    try {
      input.close();
    } catch (IOException alreadyGone) {
      kill.run();
    }
  }
}
