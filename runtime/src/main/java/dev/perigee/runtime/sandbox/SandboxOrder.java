package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.JsonText;
import dev.perigee.runtime.worker.WorkerSpec;
import java.nio.file.Path;
import java.util.Optional;
import java.util.StringJoiner;

/// What a blank is told to become: one JSON text.
final class SandboxOrder {
  private static final int DESCRIPTORS_MAX = 1024;
  private static final int PROCESSES_MAX = 512;
  private static final long MIB = 1024L * 1024L;

  /// What an interpreter maps beside the function's memory, where only the address space can be
  /// limited.
  private static final long INTERPRETER_BYTES = 256 * MIB;

  private final StringJoiner fields = new StringJoiner(",", "{", "}");

  /// @param kind `python` or `provided`
  SandboxOrder(String kind, SandboxHost host, WorkerSpec spec, Optional<Path> dependencies) {
    FunctionSpec function = spec.function();
    boolean isolated = function.isolation() == Isolation.NAMESPACES;
    String taskRoot = isolated ? LambdaEnvironment.TASK_ROOT : absolute(spec.code());
    text("kind", kind);
    text("code", absolute(spec.code()));
    text("task_root", taskRoot);
    text("handler", function.handler());
    text("request_id", FunctionErrors.NOBODY.toString());
    text("function_name", function.name());
    text("function_version", function.qualifier());
    text("memory_mb", Integer.toString(function.memoryMb()));
    text("log_group", LambdaEnvironment.logGroup(function));
    text("log_stream", LambdaEnvironment.logStream(function));
    number("tmp_bytes", Math.max(16, function.memoryMb() / 2) * MIB);
    number("descriptors", DESCRIPTORS_MAX);
    dependencies.ifPresent(path -> {
      text("dependencies", absolute(path));
      text("dependency_root", isolated ? "/opt/perigee/dependencies" : absolute(path));
    });
    if (!host.limitsMemory()) {
      number("rlimit_memory_bytes", function.memoryMb() * MIB + INTERPRETER_BYTES);
    }
    if (isolated && !host.limitsProcesses()) {
      number("rlimit_processes", PROCESSES_MAX);
    }
    json("environment", JsonText.object(LambdaEnvironment.of(function, taskRoot)));
  }

  private static String absolute(Path path) {
    return path.toAbsolutePath().normalize().toString();
  }

  SandboxOrder text(String name, String value) {
    return json(name, JsonText.quote(value));
  }

  SandboxOrder number(String name, long value) {
    return json(name, Long.toString(value));
  }

  private SandboxOrder json(String name, String value) {
    fields.add(JsonText.quote(name) + ":" + value);
    return this;
  }

  byte[] bytes() {
    return fields.toString().getBytes(UTF_8);
  }
}
