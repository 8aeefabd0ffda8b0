package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.List;
import java.util.Map;

/// The reference runtime. It ends once the container is made, and the blank is left with that.
record Runc() implements ContainerRuntime {
  @Override
  public Isolation isolation() {
    return Isolation.RUNC;
  }

  @Override
  public String program() {
    return "runc";
  }

  @Override
  public String debianPackage() {
    return "runc";
  }

  @Override
  public Launch launch(String path, Contained contained) {
    List<String> words =
        List.of(
            path,
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
