package dev.perigee.runtime.sandbox;

import dev.perigee.runtime.sandbox.SandboxCapabilities.Fact;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Words what the spawner and the control groups found out.
final class Facts {
  private static final String NO_PYTHON = "python3 is not on the PATH; install the package python3";

  private Facts() {}

  static SandboxCapabilities withoutPython(ControlGroups groups) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("python3", false, NO_PYTHON));
    facts.add(new Fact("namespaces", false, "sandboxes are made by " + NO_PYTHON));
    facts.add(new Fact("seccomp", false, "filters are installed by " + NO_PYTHON));
    addGroups(facts, groups);
    return new SandboxCapabilities(SandboxCapabilities.Interpreter.NONE, "", facts);
  }

  static SandboxCapabilities ofBrokenSpawner(ControlGroups groups, String problem) {
    String why = "the spawner of sandboxes does not run: " + problem;
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("python3", false, why));
    facts.add(new Fact("namespaces", false, why));
    facts.add(new Fact("seccomp", false, why));
    addGroups(facts, groups);
    return new SandboxCapabilities(SandboxCapabilities.Interpreter.NONE, "", facts);
  }

  /// @param lines what the spawner said of itself, `name<TAB>value` each
  static SandboxCapabilities of(ControlGroups groups, SearchPath programs, String lines) {
    Map<String, String> said = new HashMap<>();
    for (String line : lines.split("\n")) {
      String[] parts = line.split("\t", 2);
      said.put(parts[0], parts.length > 1 ? parts[1] : "");
    }
    List<Fact> facts = new ArrayList<>();
    String python = said.getOrDefault("python", "");
    facts.add(new Fact("python3", true, "Python " + python));
    boolean namespaces = "True".equals(said.get("namespaces"));
    facts.add(
        new Fact(
            "namespaces",
            namespaces,
            namespaces
                ? "pid, mount, network, ipc and uts namespaces with a read-only root"
                : "the kernel refuses namespaces ("
                    + said.get("problem")
                    + "); allow unprivileged user namespaces (sysctl"
                    + " kernel.unprivileged_userns_clone=1,"
                    + " kernel.apparmor_restrict_unprivileged_userns=0, user.max_user_namespaces>0)"
                    + " or run the platform as root"));
    boolean seccomp = "True".equals(said.get("seccomp"));
    facts.add(
        new Fact(
            "seccomp",
            seccomp,
            seccomp
                ? "a list of refused system calls"
                : "no list of system calls for this machine type"));
    ContainerRuntime.ALL.forEach(runtime -> facts.add(fact(runtime, programs, namespaces)));
    addGroups(facts, groups);
    return new SandboxCapabilities(
        new SandboxCapabilities.Interpreter(
            python, said.getOrDefault("interpreter", ""), said.getOrDefault("modules", "")),
        said.getOrDefault("seccomp-oci", ""),
        facts);
  }

  private static Fact fact(ContainerRuntime runtime, SearchPath programs, boolean namespaces) {
    String name = runtime.isolation().text();
    Optional<Path> program = programs.findShown(runtime.program());
    if (program.isEmpty()) {
      return new Fact(
          name,
          false,
          runtime.program()
              + " is not on the PATH; install the package "
              + runtime.debianPackage());
    }
    return namespaces
        ? new Fact(
            name,
            true,
            "containers of %s (package %s)".formatted(program.get(), runtime.debianPackage()))
        : new Fact(name, false, "it needs namespaces, and this machine has none");
  }

  private static void addGroups(List<Fact> facts, ControlGroups groups) {
    String why = groups.problem().isEmpty() ? "the controller is not available" : groups.problem();
    addGroup(facts, groups, "memory", "control groups v" + groups.version(), "RLIMIT_AS: " + why);
    addGroup(facts, groups, "cpu", "control groups v" + groups.version(), "unlimited: " + why);
    addGroup(facts, groups, "pids", "control groups v" + groups.version(), "RLIMIT_NPROC: " + why);
    addGroup(facts, groups, "freezer", "control groups v" + groups.version(), "SIGSTOP: " + why);
  }

  private static void addGroup(
      List<Fact> facts, ControlGroups groups, String controller, String with, String without) {
    boolean present = groups.has(controller);
    facts.add(new Fact(controller, present, present ? with : without));
  }
}
