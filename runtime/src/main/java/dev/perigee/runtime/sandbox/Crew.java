package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The runtime and its extensions in one sandbox, each a process of its own.
public final class Crew {
  private final SandboxProcess process;
  private final @Nullable Frames frames;
  private final CompletableFuture<Integer> runtimeEnd = new CompletableFuture<>();

  /// Whom it concerns what extensions say and how they end.
  public interface Listener {
    void said(String extension, String line);

    /// @param status its exit code, or minus the signal that ended it
    void ended(String extension, int status);
  }

  Crew(SandboxProcess process, @Nullable Frames frames) {
    this.process = process;
    this.frames = frames;
    var _ = process.exit().thenAccept(runtimeEnd::complete);
  }

  /// A runtime that can't have any extensions.
  public static Crew alone(SandboxProcess runtime) {
    return new Crew(runtime, null);
  }

  /// Reports from here on, on a thread of its own.
  public void listen(Listener listener) {
    Frames from = frames;
    if (from == null) {
      return;
    }
    Thread.ofVirtual()
        .name("perigee-crew")
        .start(() -> {
          try {
            while (true) {
              heard(from.read(), listener);
            }
          } catch (IOException gone) {
            // The end of the process tells the rest.
            return;
          }
        });
  }

  private void heard(Frames.Frame frame, Listener listener) {
    ByteBuffer body = frame.body();
    int end = body.position();
    while (body.get(end) != 0) {
      end++;
    }
    String name = UTF_8.decode(body.duplicate().limit(end)).toString();
    body.position(end + 1);
    switch (frame.type()) {
      case 'L' -> listener.said(name, UTF_8.decode(body).toString());
      case 'E' -> listener.ended(name, body.getInt());
      case 'D' -> runtimeEnd.complete(body.getInt());
      default -> throw new SandboxException("a frame of the unknown type " + frame.type());
    }
  }

  /// The end of the runtime; its extensions may still run.
  public CompletableFuture<Integer> runtimeEnd() {
    return runtimeEnd;
  }

  /// Sends a signal to the runtime alone.
  public void signalRuntime(int signal) {
    Frames to = frames;
    try {
      if (to == null) {
        throw new IOException("there is nobody to send it");
      }
      to.write('s', new byte[] {(byte) signal});
    } catch (IOException gone) {
      process.kill();
    }
  }

  public SandboxProcess process() {
    return process;
  }
}
