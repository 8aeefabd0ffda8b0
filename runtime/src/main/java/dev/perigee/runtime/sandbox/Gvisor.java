package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.List;
import java.util.Map;

/// A kernel of its own, written in Go, that answers the function's system calls as a program of the
/// machine: it watches the function as a debugger does, which needs nothing of the machine.
record Gvisor() implements ContainerRuntime {
  @Override
  public Isolation isolation() {
    return Isolation.GVISOR;
  }

  @Override
  public String program() {
    return "runsc";
  }

  @Override
  public String debianPackage() {
    return "runsc";
  }

  @Override
  public Launch launch(String path, Contained contained) {
    List<String> words =
        List.of(
            path,
            "--platform=ptrace",
            "--network=host",
            "--ignore-cgroups",
            "--root",
            BUNDLE + "/state",
            "run",
            "--bundle",
            BUNDLE,
            "function");
    return new Launch(words, Map.of("config.json", OciConfig.of(contained)), Map.of());
  }
}
