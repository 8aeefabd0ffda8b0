package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.world.node.TraceContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// Functions for tests, written where they are used.
public final class Functions {
  private Functions() {}

  /// What a test deploys; each `with` gives a changed copy.
  ///
  /// @param logs what the function has written so far
  public record Sample(
      Path code,
      String tenant,
      String runtime,
      Isolation isolation,
      int memoryMb,
      int timeoutMs,
      int concurrency,
      SortedMap<String, String> environment,
      List<String> logs) {

    public Sample memory(int mb) {
      return new Sample(
          code, tenant, runtime, isolation, mb, timeoutMs, concurrency, environment, logs);
    }

    public Sample timeout(int ms) {
      return new Sample(
          code, tenant, runtime, isolation, memoryMb, ms, concurrency, environment, logs);
    }

    public Sample under(Isolation other) {
      return new Sample(
          code, tenant, runtime, other, memoryMb, timeoutMs, concurrency, environment, logs);
    }

    public Sample ofTenant(String other) {
      return new Sample(
          code, other, runtime, isolation, memoryMb, timeoutMs, concurrency, environment, logs);
    }

    public Sample concurrent(int n) {
      return new Sample(
          code, tenant, runtime, isolation, memoryMb, timeoutMs, n, environment, logs);
    }

    public Sample environment(String name, String value) {
      SortedMap<String, String> all = new TreeMap<>(environment);
      all.put(name, value);
      return new Sample(
          code, tenant, runtime, isolation, memoryMb, timeoutMs, concurrency, all, logs);
    }

    public WorkerSpec spec() {
      return spec("app.handler");
    }

    public WorkerSpec spec(String handler) {
      FunctionSpec function =
          new FunctionSpec(
              tenant,
              "sample",
              1,
              runtime,
              handler,
              "",
              memoryMb,
              timeoutMs,
              isolation,
              concurrency,
              100,
              100,
              environment);
      return new WorkerSpec("node", function, code, 1000, logs::add);
    }

    public Invocation call(String event) {
      return call(event, "");
    }

    public Invocation call(String event, String clientContext) {
      long timeoutNs = TimeUnit.MILLISECONDS.toNanos(timeoutMs);
      return new Invocation(
          UUID.randomUUID(),
          event.getBytes(UTF_8),
          TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()) + timeoutNs,
          timeoutNs,
          "arn:aws:lambda:us-east-1:000000000000:function:sample",
          clientContext,
          TraceContext.NONE);
    }
  }

  public static Sample python(Path code, String source) {
    return write(code, "app.py", source, "python3.11");
  }

  /// What a caller sends along, with all of its three parts.
  public static final String CLIENT_CONTEXT =
      "{\"client\":{\"app_title\":\"maps\"},\"custom\":{\"k\":\"ä\"},\"env\":{\"locale\":\"de\"}}";

  /// @param file such as `app.js` or `app.mjs`
  public static Sample node(Path code, String file, String source) {
    return write(code, file, source, "nodejs22.x");
  }

  public static Sample java(Path code, String file, String source) {
    return write(code, file, source, "java25").timeout(10_000);
  }

  public static Sample provided(Path code, String bootstrap) {
    Sample sample = write(code, "bootstrap", bootstrap, "provided.al2023");
    if (!code.resolve("bootstrap").toFile().setExecutable(true, false)) {
      throw new IllegalStateException("can't make " + code + "/bootstrap executable");
    }
    return sample;
  }

  private static Sample write(Path code, String file, String source, String runtime) {
    try {
      Files.createDirectories(code.resolve(file).resolveSibling(""));
      Files.writeString(code.resolve(file), source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Sample(
        code,
        "acme",
        runtime,
        Isolation.NAMESPACES,
        128,
        5_000,
        1,
        new TreeMap<>(),
        Collections.synchronizedList(new ArrayList<>()));
  }

  public static String text(Answer answer) {
    return new String(answer.payload(), UTF_8);
  }

  /// Waits until something holds; the machine may be busy.
  public static void await(BooleanSupplier condition, String what) {
    long endNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - endNs > 0) {
        throw new AssertionError("waited 20 s in vain until " + what);
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
  }
}
