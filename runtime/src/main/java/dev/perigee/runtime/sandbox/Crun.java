package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.List;
import java.util.Map;

/// The same as runc, in C. It is told to leave control groups alone: the blank has its own.
record Crun() implements ContainerRuntime {
  @Override
  public Isolation isolation() {
    return Isolation.CRUN;
  }

  @Override
  public String program() {
    return "crun";
  }

  @Override
  public String debianPackage() {
    return "crun";
  }

  @Override
  public Launch launch(String path, Contained contained) {
    List<String> words =
        List.of(
            path,
            "--cgroup-manager=disabled",
            "--root",
            BUNDLE + "/state",
            "run",
            "--detach",
            "--no-new-keyring",
            "--pid-file",
            BUNDLE + "/pid",
            "--bundle",
            BUNDLE,
            "function");
    return new Launch(words, Map.of("config.json", OciConfig.of(contained)), Map.of());
  }
}
