package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.DamagedArtefactException;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// The worker JVM's end of a connection: a thread that takes one request after the other.
final class HostConnection implements Runnable {
  private static final int LINE_DELAY_MS = 10;
  private static final ScheduledExecutorService LINE_SENDER =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("wasm-lines").factory());

  private final Channel channel;
  private final LineBatch lines = new LineBatch();
  private final HostPrograms programs;

  HostConnection(SocketChannel socket, HostPrograms programs) {
    this.channel = new Channel(socket);
    this.programs = programs;
  }

  @Override
  public void run() {
    try (channel) {
      while (true) {
        serve(channel.receive());
      }
    } catch (EOFException e) {
      // The platform has closed the connection: it needs fewer.
      return;
    } catch (IOException e) {
      System.err.println("a connection broke: " + e);
    }
  }

  private void serve(byte kind) throws IOException {
    ByteBuffer body = channel.body();
    switch (kind) {
      case Frame.COMPILE -> compile(Body.rest(body));
      case Frame.LOAD -> load(body.getInt(), Body.programSpec(Body.texts(body)), Body.rest(body));
      case Frame.UNLOAD -> unload(body.getInt());
      case Frame.RUN -> run(body.getInt(), body.getLong(), body.getInt(), Body.rest(body));
      default -> throw new IOException("unknown request " + kind);
    }
  }

  private void compile(byte[] module) throws IOException {
    try {
      Compiled compiled = programs.compile(module);
      int notesBytes = compiled.notes().stream().mapToInt(Body::sizeOf).sum();
      channel.send(
          Frame.COMPILED,
          4 + notesBytes + compiled.artefact().length,
          out -> {
            Body.putTexts(out, compiled.notes());
            out.put(compiled.artefact());
          });
    } catch (ModuleException e) {
      sendText(Frame.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  private void load(int id, ProgramSpec spec, byte[] artefact) throws IOException {
    try {
      long memoryBytes = programs.load(id, artefact, spec);
      channel.send(Frame.LOADED, 8, out -> out.putLong(memoryBytes));
    } catch (ModuleException e) {
      sendText(Frame.REFUSED, String.valueOf(e.getMessage()));
    } catch (DamagedArtefactException e) {
      sendText(Frame.DAMAGED, String.valueOf(e.getMessage()));
    }
  }

  private void unload(int id) throws IOException {
    programs.unload(id);
    sendText(Frame.UNLOADED, "");
  }

  private void run(int id, long timeoutNs, int outputBytesMax, byte[] input) throws IOException {
    RunResult result = programs.run(id, new Run(input, timeoutNs, outputBytesMax, this::line));
    sendLines();
    channel.send(Frame.ENDED, Body.sizeOf(result), out -> Body.putResult(out, result));
  }

  private void line(String line) {
    if (lines.add(line)) {
      var _ = LINE_SENDER.schedule(this::sendLinesNow, LINE_DELAY_MS, TimeUnit.MILLISECONDS);
    }
  }

  private void sendLinesNow() {
    try {
      sendLines();
    } catch (IOException e) {
      System.err.println("lines of a module could not be sent: " + e);
    }
  }

  /// Taken and sent under one lock, so that nothing follows the end of its run.
  private void sendLines() throws IOException {
    synchronized (lines) {
      List<String> taken = lines.take();
      if (!taken.isEmpty()) {
        int size = 4 + taken.stream().mapToInt(Body::sizeOf).sum();
        channel.send(Frame.LINE, size, out -> Body.putTexts(out, taken));
      }
    }
  }

  private void sendText(byte kind, String text) throws IOException {
    channel.send(kind, Body.sizeOf(text), out -> Body.putText(out, text));
  }
}
