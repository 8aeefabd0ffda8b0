package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// A program that makes containers from bundles as the Open Container Initiative words them.
///
/// @param options before its verb
/// @param runOptions after it
record OciRuntime(
    Isolation isolation, String program, List<String> options, List<String> runOptions)
    implements ContainerRuntime {
  /// It ends once the container is made, and the blank is left with that.
  private static final List<String> DETACHED =
      List.of("--detach", "--no-new-keyring", "--pid-file", BUNDLE + "/pid");

  /// The reference runtime.
  static final OciRuntime RUNC = new OciRuntime(Isolation.RUNC, "runc", List.of(), DETACHED);

  /// The same in C. It is told to leave control groups alone: the blank has its own.
  static final OciRuntime CRUN =
      new OciRuntime(Isolation.CRUN, "crun", List.of("--cgroup-manager=disabled"), DETACHED);

  /// A kernel of its own, written in Go, that answers the function's system calls as a program of
  /// the machine: it watches the function as a debugger does, which needs nothing of the machine.
  static final OciRuntime GVISOR =
      new OciRuntime(
          Isolation.GVISOR,
          "runsc",
          List.of("--platform=ptrace", "--network=host", "--ignore-cgroups"),
          List.of());

  /// Each comes in the package of its own name.
  @Override
  public String debianPackage() {
    return program;
  }

  @Override
  public Launch launch(String path, Contained contained) {
    List<String> words =
        Stream.of(
                List.of(path),
                options,
                List.of("--root", BUNDLE + "/state", "run"),
                runOptions,
                List.of("--bundle", BUNDLE, "function"))
            .flatMap(List::stream)
            .toList();
    return new Launch(words, Map.of("config.json", OciConfig.of(contained)), Map.of());
  }
}
