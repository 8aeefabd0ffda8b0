package dev.perigee.runtime.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.worker.FunctionErrors;
import dev.perigee.runtime.worker.JsonText;
import dev.perigee.runtime.worker.WorkerSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a blank is told to become: one JSON text.
final class SandboxOrder {
  private static final int DESCRIPTORS_MAX = 1024;
  private static final int PROCESSES_MAX = 512;
  private static final long MIB = 1024L * 1024L;

  /// What an interpreter maps beside the function's memory, where only the address space can be
  /// limited.
  private static final long INTERPRETER_BYTES = 256 * MIB;

  /// What a virtual machine needs beside it; most of the addresses that it reserves it never uses,
  /// so only its data can be limited.
  private static final long MACHINE_BYTES = 512 * MIB;

  private final StringJoiner fields = new StringJoiner(",", "{", "}");
  private final SandboxHost host;
  private final WorkerSpec spec;
  private final FunctionSpec function;
  private final String taskRoot;
  private @Nullable Contents contained;

  /// What a container runtime is to enclose; the words may depend on the moment.
  private record Contents(
      Supplier<List<String>> words, String directory, Map<String, String> environment) {}

  private SandboxOrder(String kind, SandboxHost host, WorkerSpec spec, Shown shown) {
    this.host = host;
    this.spec = spec;
    this.function = spec.function();
    boolean isolated = function.isolation().hasOwnRoot();
    this.taskRoot = isolated ? LambdaEnvironment.TASK_ROOT : absolute(spec.code());
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
    json("shown", pairs(shown.folders()));
    if (isolated && !host.limitsProcesses()) {
      number("rlimit_processes", PROCESSES_MAX);
    }
  }

  /// A handler in the warmed interpreter.
  static SandboxOrder python(SandboxHost host, WorkerSpec spec, Optional<Path> dependencies) {
    Shown shown = new Shown(spec);
    Optional<String> root = modules(shown, dependencies);
    SandboxOrder order = new SandboxOrder("python", host, spec, shown);
    root.ifPresent(path -> order.text("dependency_root", path));
    return order.limit("rlimit_memory_bytes", INTERPRETER_BYTES).environment(Map.of());
  }

  /// Where modules are beside the code: those that were installed for it come before layers.
  private static Optional<String> modules(Shown shown, Optional<Path> dependencies) {
    List<String> roots = new ArrayList<>();
    dependencies.ifPresent(path -> roots.add(shown.folder(path, Shown.DEPENDENCIES)));
    shown.layers().ifPresent(layers -> roots.add(layers + "/python"));
    return roots.isEmpty() ? Optional.empty() : Optional.of(String.join(":", roots));
  }

  /// A handler in an interpreter of its own, inside what a container runtime encloses.
  static SandboxOrder pythonProgram(
      SandboxHost host, WorkerSpec spec, Optional<Path> dependencies) {
    Shown shown = new Shown(spec);
    String script = shown.folder(host.pythonShims(), Shown.SHIMS) + "/python_program.py";
    SandboxCapabilities.Interpreter python = host.capabilities().python();
    String root = modules(shown, dependencies).orElse("");
    List<String> words = List.of(python.path(), "-ISB", script, "0", python.modules(), root);
    return program(host, spec, new Program(words, 0, Map.of(), shown));
  }

  /// An executable that speaks the Runtime API.
  static SandboxOrder provided(SandboxHost host, WorkerSpec spec, List<String> extensions) {
    Shown shown = new Shown(spec);
    SandboxOrder order = new SandboxOrder("provided", host, spec, shown);
    List<String> paths =
        extensions.stream().map(path -> inside(order.taskRoot, path, shown)).toList();
    return order
        .text("bootstrap", bootstrap(spec, order.taskRoot, shown))
        .json("extensions", strings(paths))
        .limit("rlimit_memory_bytes", INTERPRETER_BYTES)
        .environment(Map.of());
  }

  /// A path below the code, or an absolute one below the layers.
  private static String inside(String taskRoot, String path, Shown shown) {
    return path.startsWith("/") ? shown.layers().orElse("") + path : taskRoot + "/" + path;
  }

  /// That of the code, or else that of a layer.
  private static String bootstrap(WorkerSpec spec, String taskRoot, Shown shown) {
    boolean own = Files.exists(spec.code().resolve("bootstrap"));
    boolean layered =
        spec.layers().map(tree -> Files.exists(tree.resolve("bootstrap"))).orElse(false);
    return (own || !layered ? taskRoot : shown.layers().orElse("")) + "/bootstrap";
  }

  /// Where an executable finds the Runtime API: a path is shown to it in the sandbox.
  SandboxOrder api(String address) {
    return address.startsWith("/")
        ? text("api", address).text("api_inside", "/run/perigee/api.sock")
        : text("api_address", address);
  }

  /// A runtime of a language.
  static SandboxOrder program(SandboxHost host, WorkerSpec spec, Program program) {
    SandboxOrder order = new SandboxOrder("program", host, spec, program.shown());
    order.number("descriptor", program.descriptor()).limit("rlimit_data_bytes", MACHINE_BYTES);
    if (spec.function().isolation().isContainer()) {
      order.contained =
          new Contents(
              () -> timed(program.words()), order.taskRoot, order.variables(program.variables()));
      return order;
    }
    return order
        .json("words", strings(program.words()))
        .text("directory", order.taskRoot)
        .environment(program.variables());
  }

  /// The time is when the sandbox was complete.
  private static List<String> timed(List<String> words) {
    List<String> all = new ArrayList<>(words);
    all.add(Long.toString(System.nanoTime()));
    return all;
  }

  /// What a container runtime encloses and what speaks the Runtime API: the command of an image, or
  /// a `bootstrap`.
  static SandboxOrder served(SandboxHost host, WorkerSpec spec, String address) {
    Shown shown = new Shown(spec);
    SandboxOrder order = new SandboxOrder("served", host, spec, shown);
    order.limit("rlimit_data_bytes", MACHINE_BYTES);
    spec.image().ifPresent(_ -> order.text("image", absolute(spec.code())));
    Map<String, String> environment = LambdaEnvironment.of(spec, order.taskRoot);
    environment.put("AWS_LAMBDA_RUNTIME_API", address);
    List<String> words =
        spec.image()
            .map(ImageCommand::words)
            .orElse(List.of(bootstrap(spec, order.taskRoot, shown)));
    String directory = spec.image().map(ImageCommand::workingDirectory).orElse(order.taskRoot);
    order.contained = new Contents(() -> words, directory, environment);
    return order;
  }

  /// What the container runtime is told; its own environment holds nothing of the function's,
  /// because variables can change what a program outside of the walls does.
  private void contain(ContainerRuntime runtime, Contents contents, int uid) {
    ContainerRuntime.Launch launch =
        runtime.launch(
            host.program(runtime),
            new ContainerRuntime.Contained(
                contents.words().get(),
                contents.directory(),
                contents.environment(),
                DESCRIPTORS_MAX,
                uid,
                host.capabilities().seccomp()));
    fields.add(fieldsOf(launch));
  }

  /// A container that ends at once, to find out whether one can be made.
  static String probe(SandboxHost host, ContainerRuntime.Launch launch) {
    return "{\"kind\":\"program\",\"code\":"
        + JsonText.quote(absolute(host.pythonShims()))
        + ",\"shown\":[],\"tmp_bytes\":"
        + MIB
        + ",\"descriptors\":"
        + DESCRIPTORS_MAX
        + ","
        + fieldsOf(launch)
        + "}";
  }

  private static String fieldsOf(ContainerRuntime.Launch launch) {
    Map<String, String> open = new TreeMap<>();
    launch.open().forEach((number, file) -> open.put(Integer.toString(number), file));
    return "\"directory\":\"/\",\"environment\":{},\"words\":"
        + strings(launch.words())
        + ",\"files\":"
        + JsonText.object(launch.files())
        + ",\"open\":"
        + JsonText.object(open);
  }

  /// Where no control group limits memory.
  private SandboxOrder limit(String resource, long besideBytes) {
    return host.limitsMemory() ? this : number(resource, function.memoryMb() * MIB + besideBytes);
  }

  private SandboxOrder environment(Map<String, String> more) {
    return json("environment", JsonText.object(variables(more)));
  }

  private Map<String, String> variables(Map<String, String> more) {
    Map<String, String> all = LambdaEnvironment.of(spec, taskRoot);
    more.forEach(all::putIfAbsent);
    return all;
  }

  static String strings(List<String> texts) {
    return texts.stream().map(JsonText::quote).collect(Collectors.joining(",", "[", "]"));
  }

  static String pairs(Map<Path, String> paths) {
    return paths.entrySet().stream()
        .map(pair ->
            "["
                + JsonText.quote(absolute(pair.getKey()))
                + ","
                + JsonText.quote(pair.getValue())
                + "]")
        .collect(Collectors.joining(",", "[", "]"));
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

  /// @param blank that the order goes to
  byte[] bytes(Blank blank) {
    Contents contents = contained;
    if (contents != null) {
      ContainerRuntime.of(function.isolation())
          .ifPresent(runtime -> contain(runtime, contents, blank.uid()));
    }
    return fields.toString().getBytes(UTF_8);
  }
}
