package dev.perigee.cli;

import dev.perigee.cli.doctor.Check;
import dev.perigee.model.function.Isolation;
import dev.perigee.runtime.sandbox.SandboxCapabilities;
import dev.perigee.runtime.sandbox.SandboxHost;
import dev.perigee.runtime.worker.WorkerStartException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for what Perigee can use on this machine.
final class MachineChecks {
  private static final int JDK_FEATURE_MIN = 25;
  private static final Path RAPL = Path.of("/sys/class/powercap/intel-rapl:0/energy_uj");
  private static final Path WASI_HEADERS = Path.of("/usr/include/wasm32-wasi/stdio.h");

  private final List<Check> checks = new ArrayList<>();
  private final String searchPath;

  private MachineChecks(String searchPath) {
    this.searchPath = searchPath;
  }

  static List<Check> all(Map<String, String> environment) {
    MachineChecks machine = new MachineChecks(environment.getOrDefault("PATH", ""));
    machine.jdk();
    machine.program("python3", "runs python* functions", "apt-get install python3");
    machine.program("node", "runs nodejs* functions", "apt-get install nodejs");
    machine.program("npm", "installs the dependencies of nodejs* functions", "apt-get install npm");
    machine.program("mvn", "fetches the dependencies of java* functions", "apt-get install maven");
    machine.wasmTools();
    machine.rapl();
    machine.sandbox();
    return List.copyOf(machine.checks);
  }

  private void jdk() {
    int feature = Runtime.version().feature();
    checks.add(
        new Check(
            "jdk",
            feature >= JDK_FEATURE_MIN,
            "%s in %s"
                .formatted(System.getProperty("java.version"), System.getProperty("java.home")),
            true));
  }

  private void program(String name, String use, String install) {
    Optional<Path> found = find(name, searchPath);
    String detail =
        found.map(path -> path + ": " + use).orElseGet(() -> use + "; to get it: " + install);
    checks.add(new Check(name, found.isPresent(), detail, false));
  }

  private void wasmTools() {
    String install = "apt-get install clang lld wasi-libc libclang-rt-dev-wasm32";
    program("clang", "builds functions in C for wasm (running them needs nothing)", install);
    program("wasm-ld", "links them", install);
    boolean headers = Files.exists(WASI_HEADERS);
    checks.add(
        new Check(
            "wasi-libc",
            headers,
            headers ? WASI_HEADERS.toString() : "its headers; to get it: " + install,
            false));
  }

  private void rapl() {
    boolean readable = Files.isReadable(RAPL);
    checks.add(
        new Check(
            "rapl",
            readable,
            readable
                ? "energy is measured"
                : "energy is modelled from CPU time: " + RAPL + " is not there or not readable",
            false));
  }

  private void sandbox() {
    try (SandboxHost host = SandboxHost.open()) {
      for (SandboxCapabilities.Fact fact : host.capabilities().facts()) {
        if (checks.stream().noneMatch(check -> check.name().equals(fact.name()))) {
          checks.add(tried(host, fact));
        }
      }
    }
  }

  /// A container runtime that is installed may not work here, so it makes a container.
  private static Check tried(SandboxHost host, SandboxCapabilities.Fact fact) {
    Optional<Isolation> runtime =
        Arrays.stream(Isolation.values())
            .filter(isolation -> isolation.isContainer() && isolation.text().equals(fact.name()))
            .findFirst();
    if (runtime.isEmpty() || !fact.present()) {
      return new Check(fact.name(), fact.present(), fact.detail(), false);
    }
    try {
      host.require(runtime.get(), "perigee");
      return new Check(fact.name(), true, fact.detail() + ": tried, works", false);
    } catch (WorkerStartException e) {
      return new Check(fact.name(), false, fact.detail() + ": " + e.getMessage(), false);
    }
  }

  /// The executable with a name on a search path.
  static Optional<Path> find(String name, String searchPath) {
    for (String folder : searchPath.split(File.pathSeparator)) {
      Path file = Path.of(folder.isEmpty() ? "." : folder).resolve(name);
      if (Files.isExecutable(file) && !Files.isDirectory(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }
}
