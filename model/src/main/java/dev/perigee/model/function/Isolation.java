package dev.perigee.model.function;

/// How a function is kept away from others.
public enum Isolation {
  /// A plain child process: for trusted code of a single tenant only.
  PROCESS,
  /// Linux namespaces, a read-only root, dropped capabilities, a seccomp list, resource limits. The
  /// default.
  NAMESPACES,
  /// A WebAssembly sandbox.
  WASM;

  /// The name in requests and files.
  public String text() {
    return switch (this) {
      case PROCESS -> "process";
      case NAMESPACES -> "namespaces";
      case WASM -> "wasm";
    };
  }
}
