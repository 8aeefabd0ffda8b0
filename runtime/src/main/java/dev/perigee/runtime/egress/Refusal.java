package dev.perigee.runtime.egress;

/// Why a connection is not made.
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  static final int MALFORMED = 400;
  static final int FORBIDDEN = 403;
  static final int UNREACHABLE = 502;

  private final int status;

  /// @param status of HTTP
  Refusal(int status, String why) {
    super(why);
    this.status = status;
  }

  int status() {
    return status;
  }

  String why() {
    return String.valueOf(getMessage());
  }
}
