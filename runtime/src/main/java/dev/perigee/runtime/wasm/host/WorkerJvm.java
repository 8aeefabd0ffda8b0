package dev.perigee.runtime.wasm.host;

import dev.perigee.runtime.wasm.engine.Compiled;
import dev.perigee.runtime.wasm.engine.DamagedArtefactException;
import dev.perigee.runtime.wasm.engine.ModuleException;
import dev.perigee.runtime.wasm.engine.ProgramSpec;
import dev.perigee.runtime.wasm.engine.Run;
import dev.perigee.runtime.wasm.engine.RunResult;
import dev.perigee.runtime.wasm.engine.WasmProgram;
import dev.perigee.runtime.wasm.engine.Watchdog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The platform's end of a worker JVM.
final class WorkerJvm implements AutoCloseable {
  private static final Duration COMPILE_LIMIT = Duration.ofMinutes(5);
  private static final Duration LOAD_LIMIT = Duration.ofSeconds(60);

  private final JvmProcess process;
  private final HostSettings settings;
  private final Watchdog watchdog;
  private final ConcurrentLinkedDeque<Channel> free = new ConcurrentLinkedDeque<>();
  private final AtomicInteger ids = new AtomicInteger();
  private final AtomicInteger loaded = new AtomicInteger();
  private volatile long usedMonoNs = System.nanoTime();
  private volatile boolean closed;

  WorkerJvm(JvmProcess process, HostSettings settings, Watchdog watchdog) {
    this.process = process;
    this.settings = settings;
    this.watchdog = watchdog;
  }

  boolean isAlive() {
    return !closed && process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /// Time for which it has held no program.
  long idleNs() {
    return loaded.get() > 0 ? 0 : System.nanoTime() - usedMonoNs;
  }

  /// One exchange on a connection.
  @FunctionalInterface
  private interface Exchange<T> {
    T on(Channel channel) throws IOException, ModuleException;
  }

  /// Takes a free connection, or opens one, and gives it back if all went well. A worker JVM that
  /// does not answer in time is ended, since it can only hang: its own watchdog ends runs.
  private <T> T exchange(Duration limit, Exchange<T> exchange) throws IOException, ModuleException {
    Watchdog.Watch watch = watchdog.watch(limit.toNanos());
    boolean whole = false;
    Channel channel = null;
    try {
      channel = free.pollFirst();
      if (channel == null) {
        channel = new Channel(process.connect());
      }
      T result = exchange.on(channel);
      whole = true;
      return result;
    } finally {
      boolean hung = watch.end();
      settle(channel, whole, hung);
    }
  }

  private void settle(@Nullable Channel channel, boolean whole, boolean hung) throws IOException {
    usedMonoNs = System.nanoTime();
    if (hung && !whole) {
      process.kill();
    }
    if (channel != null && whole && !closed) {
      free.addFirst(channel);
    } else if (channel != null) {
      channel.close();
    }
  }

  Compiled compile(byte[] module) throws ModuleException, IOException {
    return exchange(
        COMPILE_LIMIT,
        channel -> {
          channel.send(Frame.COMPILE, module.length, out -> out.put(module));
          ByteBuffer body = answer(channel, Frame.COMPILED);
          List<String> notes = Body.texts(body);
          return new Compiled(Body.rest(body), notes);
        });
  }

  WasmProgram load(Path artefact, ProgramSpec spec) throws ModuleException, IOException {
    int id = ids.incrementAndGet();
    List<String> flat = Body.flat(spec);
    byte[] bytes = Files.readAllBytes(artefact);
    int size = 8 + flat.stream().mapToInt(Body::sizeOf).sum() + bytes.length;
    long memoryBytes =
        exchange(
            LOAD_LIMIT,
            channel -> {
              channel.send(
                  Frame.LOAD,
                  size,
                  out -> {
                    out.putInt(id);
                    Body.putTexts(out, flat);
                    out.put(bytes);
                  });
              return answer(channel, Frame.LOADED).getLong();
            });
    loaded.incrementAndGet();
    return new RemoteProgram(this, id, memoryBytes);
  }

  private static ByteBuffer answer(Channel channel, byte expected)
      throws IOException, ModuleException {
    byte kind = channel.receive();
    if (kind == expected) {
      return channel.body();
    }
    String message = Body.text(channel.body());
    switch (kind) {
      case Frame.REFUSED -> throw new ModuleException(message);
      case Frame.DAMAGED -> throw new DamagedArtefactException(message);
      default -> throw new IOException("unexpected frame " + kind + " from a worker JVM");
    }
  }

  void unload(int id) {
    loaded.decrementAndGet();
    if (!isAlive()) {
      return;
    }
    try {
      var _ =
          exchange(
              LOAD_LIMIT,
              channel -> {
                channel.send(Frame.UNLOAD, 4, out -> out.putInt(id));
                return answer(channel, Frame.UNLOADED);
              });
    } catch (IOException | ModuleException e) {
      System.getLogger(WorkerJvm.class.getName())
          .log(
              System.Logger.Level.DEBUG, "a worker JVM went before it unloaded: {0}", e.toString());
    }
  }

  RunResult run(int id, Run run) {
    long startMonoNs = System.nanoTime();
    try {
      Duration limit = Duration.ofNanos(run.timeoutNs()).plus(settings.hangGrace());
      return exchange(limit, channel -> run(channel, id, run));
    } catch (IOException | ModuleException e) {
      return RunResult.lost(process.reasonOfEnd(e), System.nanoTime() - startMonoNs);
    }
  }

  private static RunResult run(Channel channel, int id, Run run)
      throws IOException, ModuleException {
    channel.send(
        Frame.RUN,
        16 + run.input().length,
        out ->
            out.putInt(id).putLong(run.timeoutNs()).putInt(run.outputBytesMax()).put(run.input()));
    byte kind = channel.receive();
    while (kind == Frame.LINE) {
      Body.texts(channel.body()).forEach(run.errorLines());
      kind = channel.receive();
    }
    if (kind != Frame.ENDED) {
      throw new IOException("unexpected frame " + kind + " from a worker JVM");
    }
    return Body.result(channel.body());
  }

  @Override
  public void close() {
    closed = true;
    process.close();
    for (Channel channel = free.pollFirst(); channel != null; channel = free.pollFirst()) {
      try {
        channel.close();
      } catch (IOException e) {
        System.getLogger(WorkerJvm.class.getName())
            .log(System.Logger.Level.DEBUG, "closing a connection: {0}", e.toString());
      }
    }
  }
}
