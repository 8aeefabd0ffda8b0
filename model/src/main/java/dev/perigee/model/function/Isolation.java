package dev.perigee.model.function;

/// How a function is kept away from others.
public enum Isolation {
  /// A plain child process: for trusted code of a single tenant only.
  PROCESS,
  /// Linux namespaces, a read-only root, dropped capabilities, a seccomp list, resource limits. The
  /// default.
  NAMESPACES,
  /// A WebAssembly sandbox.
  WASM,
  /// Unprivileged user namespaces, made by bubblewrap.
  BUBBLEWRAP,
  /// A container of runc, the reference runtime of the Open Container Initiative.
  RUNC,
  /// A container of crun, which does the same in C.
  CRUN,
  /// A container of gVisor: a kernel of its own that runs as a program.
  GVISOR;

  /// The name in requests and files.
  public String text() {
    return switch (this) {
      case PROCESS -> "process";
      case NAMESPACES -> "namespaces";
      case WASM -> "wasm";
      case BUBBLEWRAP -> "bubblewrap";
      case RUNC -> "runc";
      case CRUN -> "crun";
      case GVISOR -> "gvisor";
    };
  }

  /// Whether a program of the machine encloses the function.
  public boolean isContainer() {
    return switch (this) {
      case BUBBLEWRAP, RUNC, CRUN, GVISOR -> true;
      case PROCESS, NAMESPACES, WASM -> false;
    };
  }

  /// Whether the function sees a root of its own, with its code at the paths that AWS Lambda has.
  public boolean hasOwnRoot() {
    return this == NAMESPACES || isContainer();
  }
}
