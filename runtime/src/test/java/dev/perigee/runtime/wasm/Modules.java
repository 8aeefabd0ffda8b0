package dev.perigee.runtime.wasm;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.world.node.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/// The test modules as deployed functions.
final class Modules {
  static final long SECOND_NS = 1_000_000_000L;

  final Path code;
  final List<String> logs = new CopyOnWriteArrayList<>();

  Modules(Path code) {
    this.code = code;
    for (String name : List.of("echo", "faults", "foreign", "library")) {
      put(name + ".wasm", bytes(name + ".wasm"));
    }
  }

  static byte[] bytes(String name) {
    try (InputStream in = Modules.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void put(String name, byte[] bytes) {
    try {
      Files.write(code.resolve(name), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  WorkerSpec spec(String handler) {
    return spec("acme", handler, 64, 1000);
  }

  WorkerSpec spec(String tenant, String handler, int memoryMb, int timeoutMs) {
    var environment = new TreeMap<String, String>();
    environment.put("GREETING", "good morning");
    String name = handler.replace('.', '-').replace('/', '-');
    var function =
        new FunctionSpec(
            tenant,
            name,
            1,
            "wasm",
            handler,
            "0".repeat(64),
            memoryMb,
            timeoutMs,
            Isolation.WASM,
            1,
            10,
            10,
            environment);
    return new WorkerSpec("node", function, code, 1000, logs::add);
  }

  static Answer call(Worker worker, String event) {
    return call(worker, event, 10 * SECOND_NS);
  }

  static Answer call(Worker worker, String event, long timeoutNs) {
    return worker.invoke(invocation(event.getBytes(UTF_8), timeoutNs));
  }

  static Invocation invocation(byte[] event, long timeoutNs) {
    return new Invocation(
        UUID.randomUUID(),
        event,
        0,
        timeoutNs,
        "arn:aws:lambda:us-east-1:000000000000:function:f",
        "",
        TraceContext.NONE);
  }

  static String text(Answer answer) {
    return new String(answer.payload(), UTF_8);
  }
}
