package dev.perigee.bench.part;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.world.node.TraceContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.UUID;

/// Code on disk and invocations of it, without a platform.
public final class Codes {
  private static final long TIMEOUT_NS = 10_000_000_000L;
  private static final byte[] EVENT = BenchFunctions.EVENT.getBytes(UTF_8);

  /// The event again; languages differ in blanks.
  private static final String ANSWER = BenchFunctions.EVENT.replace(" ", "");

  private Codes() {}

  public static Path python(Path folder) throws IOException {
    return write(folder, "echo.py", "def handler(event, context):\n    return event\n");
  }

  /// Calculates for 0 to 3 ms, then answers with its event.
  public static Path uneven(Path folder) throws IOException {
    String code =
        """
        import random, time
        def handler(event, context):
            end = time.perf_counter() + random.random() * 0.003
            while time.perf_counter() < end:
                pass
            return event
        """;
    return write(folder, "echo.py", code);
  }

  static Path node(Path folder) throws IOException {
    return write(folder, "echo.js", "exports.handler = async (event) => event;\n");
  }

  static Path java(Path folder) throws IOException {
    return write(
        folder,
        "Echo.java",
        "public class Echo { public Object handle(Object event) { return event; } }\n");
  }

  /// The least that a runtime can be: two exchanges per event over one connection.
  static Path provided(Path folder) throws IOException {
    String loop =
        """
        #!/usr/bin/env python3
        import http.client, os
        api = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        def ask(method, path, body=None):
            api.request(method, "/2018-06-01/runtime/invocation/" + path, body)
            answer = api.getresponse()
            return answer.headers, answer.read()
        while True:
            headers, event = ask("GET", "next")
            ask("POST", headers["Lambda-Runtime-Aws-Request-Id"] + "/response", event)
        """;
    write(folder, "bootstrap", loop);
    if (!folder.resolve("bootstrap").toFile().setExecutable(true, false)) {
      throw new IOException("can't make " + folder + "/bootstrap executable");
    }
    return folder;
  }

  private static Path write(Path folder, String file, String source) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(file), source);
    return folder;
  }

  public static Path wasm(Path folder) throws IOException {
    Files.createDirectories(folder);
    try (InputStream in = Codes.class.getResourceAsStream("echo.wasm")) {
      Files.write(folder.resolve("echo.wasm"), Objects.requireNonNull(in).readAllBytes());
    }
    return folder;
  }

  static WorkerSpec spec(FunctionSpec function, Path code) {
    return new WorkerSpec("bench", function, code, 1_000, line -> {});
  }

  /// Calls and checks the answer.
  static Answer call(Worker worker) {
    Answer answer =
        worker.invoke(
            new Invocation(
                UUID.randomUUID(),
                EVENT,
                System.currentTimeMillis() * 1_000_000 + TIMEOUT_NS,
                TIMEOUT_NS,
                "arn:aws:lambda:us-east-1:000000000000:function:echo",
                "",
                TraceContext.NONE));
    String text = new String(answer.payload(), UTF_8);
    if (!text.replace(" ", "").equals(ANSWER)) {
      throw new IllegalStateException("wrong answer: " + text);
    }
    return answer;
  }
}
