package dev.perigee.platform.registry;

import dev.perigee.model.ModelException;
import dev.perigee.model.function.Destination;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.image.ImageLibrary;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Finds everything that is wrong with a deployment request.
final class DeploymentCheck {
  private static final Pattern PYTHON = Pattern.compile("python3(\\.[0-9]{1,2})?");
  private static final Pattern PROVIDED = Pattern.compile("provided(\\.[a-z0-9]+)?");
  private static final Pattern NODE = Pattern.compile("nodejs([0-9]{1,2}(\\.x)?)?");
  private static final Pattern JAVA = Pattern.compile("java([0-9]{1,2}(\\.[a-z0-9]+)?)?");

  /// The form of a handler, and how it is told.
  private record Form(Pattern runtime, Pattern handler, String words) {}

  private static final List<Form> FORMS =
      List.of(
          new Form(
              PYTHON,
              Pattern.compile("[A-Za-z0-9_/.-]+\\.[A-Za-z_][A-Za-z0-9_]*"),
              "module.function, such as app.handler"),
          new Form(
              NODE,
              Pattern.compile("[A-Za-z0-9_/-]+(\\.[A-Za-z_$][A-Za-z0-9_$]*)+"),
              "file.export, such as app.handler or folder/app.handler"),
          new Form(
              JAVA,
              Pattern.compile("[A-Za-z_$][A-Za-z0-9_$.]*(::[A-Za-z_$][A-Za-z0-9_$]*)?"),
              "package.Class::method, or package.Class with a method handleRequest"));

  /// What encloses an image if nothing was asked for: the first that is there.
  private static final List<Enclosure> ENCLOSURES =
      List.of(
          new Enclosure("bwrap", Isolation.BUBBLEWRAP),
          new Enclosure("runc", Isolation.RUNC),
          new Enclosure("crun", Isolation.CRUN));

  /// A program of the machine, and what it gives.
  private record Enclosure(String program, Isolation isolation) {}

  private static final Set<String> VIRTUAL_MACHINES =
      Set.of("firecracker", "kata", "cloud-hypervisor", "qemu", "microvm");
  private static final Pattern TENANT = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern VARIABLE = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final int ENVIRONMENT_BYTES_MAX = 64 << 10;
  private static final int DESTINATIONS_MAX = 100;

  /// Names that the platform sets itself (AWS Lambda developer guide, "Defined runtime environment
  /// variables").
  private static final Set<String> RESERVED =
      new TreeSet<>(
          List.of(
              "_HANDLER",
              "_X_AMZN_TRACE_ID",
              "AWS_LAMBDA_FUNCTION_NAME",
              "AWS_LAMBDA_FUNCTION_VERSION",
              "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
              "AWS_LAMBDA_LOG_GROUP_NAME",
              "AWS_LAMBDA_LOG_STREAM_NAME",
              "AWS_LAMBDA_RUNTIME_API",
              "LAMBDA_TASK_ROOT",
              "LAMBDA_RUNTIME_DIR",
              "AWS_REGION",
              "AWS_DEFAULT_REGION",
              "AWS_EXECUTION_ENV",
              "AWS_LAMBDA_INITIALIZATION_TYPE"));

  private final Deployment request;
  private final List<String> problems = new ArrayList<>();

  private DeploymentCheck(Deployment request) {
    this.request = request;
  }

  static List<String> problems(Deployment request) {
    DeploymentCheck check = new DeploymentCheck(request);
    check.names();
    check.runtimeAndHandler();
    check.isolation();
    check.limits();
    check.environment();
    check.network();
    return check.problems;
  }

  static boolean isWasm(String runtime) {
    return runtime.equals("wasm");
  }

  /// The isolation asked for, or the runtime's default.
  static Isolation isolation(Deployment request) {
    if (request.isolation().isEmpty()) {
      return isolationOf(request.runtime());
    }
    return Isolation.valueOf(request.isolation().toUpperCase(Locale.ROOT));
  }

  private static Isolation isolationOf(String runtime) {
    if (ImageLibrary.isImage(runtime)) {
      return isolationOfImages(System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }
    return isWasm(runtime) ? Isolation.WASM : Isolation.NAMESPACES;
  }

  /// Nodes run on the machine of the control plane and search the same path. If nothing is there,
  /// they tell what to install for the first.
  static Isolation isolationOfImages(String searchPath) {
    List<String> folders = List.of(searchPath.split(File.pathSeparator));
    return ENCLOSURES.stream()
        .filter(one ->
            folders.stream().anyMatch(folder -> Files.isExecutable(Path.of(folder, one.program))))
        .map(Enclosure::isolation)
        .findFirst()
        .orElse(Isolation.BUBBLEWRAP);
  }

  /// How many invocations one sandbox takes at once.
  static int workerConcurrency(Deployment request) {
    String asked = request.environment().getOrDefault("AWS_LAMBDA_MAX_CONCURRENCY", "");
    return PROVIDED.matcher(request.runtime()).matches() && asked.matches("[1-9][0-9]{0,2}")
        ? Integer.parseInt(asked)
        : 1;
  }

  private void names() {
    need(
        FunctionSpec.isLegalName(request.name()),
        "name '" + request.name() + "': a function name has 1 to 64 of a-z, A-Z, 0-9, - and _");
    need(
        TENANT.matcher(request.tenant()).matches(),
        "tenant '"
            + request.tenant()
            + "': a tenant has 1 to 63 of a-z, 0-9 and -, and begins with a letter or digit");
  }

  private void runtimeAndHandler() {
    String runtime = request.runtime();
    String handler = request.handler();
    var form = FORMS.stream().filter(one -> one.runtime.matcher(runtime).matches()).findFirst();
    need(
        request.image().isEmpty() || ImageLibrary.isImage(runtime),
        "runtime '"
            + runtime
            + "' does not go with an image: leave it out, an image brings its own");
    if (ImageLibrary.isImage(runtime)) {
      need(
          request.zip().length == 0,
          "runtime 'image' takes no archive: name a container image that `perigee image load` or"
              + " `deploy --image` has brought");
    } else if (form.isPresent()) {
      need(
          form.get().handler.matcher(handler).matches(),
          "handler '" + handler + "': for " + runtime + " it is " + form.get().words);
    } else if (isWasm(runtime)) {
      need(
          !handler.isBlank() && !handler.contains("..") && !handler.startsWith("/"),
          "handler '"
              + handler
              + "': for wasm it is the file name of the module in the archive, such as words.wasm");
    } else if (!PROVIDED.matcher(runtime).matches()) {
      problems.add(
          "runtime '"
              + runtime
              + "' is not known; there are python3 (also python3.12 and the like), nodejs22.x,"
              + " java25, provided (also provided.al2023), wasm, and image for container images");
    }
  }

  private void isolation() {
    String asked = request.isolation();
    if (asked.isEmpty()) {
      return;
    }
    List<String> known = Arrays.stream(Isolation.values()).map(Isolation::text).toList();
    if (VIRTUAL_MACHINES.contains(asked)) {
      problems.add(
          "isolation '"
              + asked
              + "' needs a kernel with virtual machines (/dev/kvm) on the nodes and a plug-in that"
              + " this version does not have; the isolation with a kernel of its own is gvisor");
    } else if (!known.contains(asked)) {
      problems.add("isolation '" + asked + "' is not known here; there are " + known);
    } else if (asked.equals("wasm") != isWasm(request.runtime())) {
      problems.add(
          "isolation '"
              + asked
              + "' does not go with runtime '"
              + request.runtime()
              + "': wasm goes with wasm");
    } else if (ImageLibrary.isImage(request.runtime()) && !isolation(request).isContainer()) {
      problems.add(
          "isolation '"
              + asked
              + "' can't give an image a root of its own: take bubblewrap, runc, crun or gvisor");
    }
  }

  private void limits() {
    need(
        request.memoryMb() >= FunctionSpec.MEMORY_MB_MIN
            && request.memoryMb() <= FunctionSpec.MEMORY_MB_MAX,
        "memory "
            + request.memoryMb()
            + " MB: it is between "
            + FunctionSpec.MEMORY_MB_MIN
            + " and "
            + FunctionSpec.MEMORY_MB_MAX);
    need(
        request.timeoutMs() >= 1 && request.timeoutMs() <= FunctionSpec.TIMEOUT_MS_MAX,
        "timeout "
            + request.timeoutMs() / 1000.0
            + " s: it is above 0 and at most "
            + FunctionSpec.TIMEOUT_MS_MAX / 1000);
    need(
        request.concurrencyMax() >= 0,
        "concurrency " + request.concurrencyMax() + ": it is 0 or more");
  }

  private void environment() {
    int bytes = 0;
    for (Map.Entry<String, String> variable : request.environment().entrySet()) {
      String name = variable.getKey();
      bytes += name.length() + variable.getValue().length();
      need(
          VARIABLE.matcher(name).matches(),
          "environment variable '"
              + name
              + "': a name has letters, digits and _, and begins with a letter");
      need(
          !RESERVED.contains(name),
          "environment variable '" + name + "' is set by the platform; choose another name");
      need(
          variable.getValue().indexOf(0) < 0,
          "environment variable '" + name + "' has a zero byte in its value");
    }
    need(
        bytes <= ENVIRONMENT_BYTES_MAX,
        "the environment has "
            + bytes
            + " characters; at most "
            + ENVIRONMENT_BYTES_MAX
            + " are allowed");
  }

  private void network() {
    List<String> asked = request.network();
    need(
        asked.size() <= DESTINATIONS_MAX,
        "network.allow has %d entries; at most %d are allowed"
            .formatted(asked.size(), DESTINATIONS_MAX));
    for (String text : asked) {
      try {
        var _ = Destination.of(text);
      } catch (ModelException e) {
        problems.add("network.allow '" + text + "': it has to be " + Destination.FORM);
      }
    }
    if (!asked.isEmpty() && problems.isEmpty() && !isolation(request).hasOwnRoot()) {
      problems.add(
          "network.allow does not go with isolation '"
              + isolation(request).text()
              + "', which "
              + (isWasm(request.runtime())
                  ? "has no sockets"
                  : "can't keep anything off the network")
              + ": take namespaces, bubblewrap, runc, crun or gvisor");
    }
  }

  private void need(boolean holds, String problem) {
    if (!holds) {
      problems.add(problem);
    }
  }
}
