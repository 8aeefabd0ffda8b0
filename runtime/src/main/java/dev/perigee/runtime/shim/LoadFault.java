package dev.perigee.runtime.shim;

/// Why a handler can't be loaded, under a name that is no class's.
final class LoadFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String type;

  LoadFault(String type, String message) {
    super(message, null, false, false);
    this.type = type;
  }

  String type() {
    return type;
  }
}
