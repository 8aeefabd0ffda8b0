package dev.perigee.runtime.sandbox;

import dev.perigee.model.function.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes its namespaces as the sandbox's own user, without any right of the machine.
record Bubblewrap() implements ContainerRuntime {
  private static final int ARGUMENTS = 10;
  private static final int FILTER = 11;

  @Override
  public Isolation isolation() {
    return Isolation.BUBBLEWRAP;
  }

  @Override
  public String program() {
    return "bwrap";
  }

  @Override
  public String debianPackage() {
    return "bubblewrap";
  }

  /// Arguments go through a file: a command line is for everyone on the machine to read, and
  /// variables may be secrets.
  @Override
  public Launch launch(String path, Contained contained) {
    List<String> walls =
        new ArrayList<>(
            List.of(
                "--unshare-user",
                "--unshare-pid",
                "--dev-bind",
                ROOT,
                "/",
                "--dev",
                "/dev",
                "--proc",
                "/proc",
                "--seccomp",
                Integer.toString(FILTER),
                "--cap-drop",
                "ALL",
                "--new-session",
                "--chdir",
                contained.directory()));
    contained
        .environment()
        .forEach((name, value) -> walls.addAll(List.of("--setenv", name, value)));
    List<String> words =
        new ArrayList<>(List.of(path, "--args", Integer.toString(ARGUMENTS), "--"));
    words.addAll(contained.words());
    return new Launch(
        words,
        Map.of("arguments", String.join("\0", walls) + "\0"),
        Map.of(ARGUMENTS, "arguments", FILTER, "filter"));
  }
}
