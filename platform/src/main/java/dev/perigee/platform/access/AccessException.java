package dev.perigee.platform.access;

/// A request that must not come in.
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int FORBIDDEN = 403;

  private final int status;
  private final String type;

  private AccessException(int status, String type, String message) {
    super(message);
    this.status = status;
    this.type = type;
  }

  static AccessException missing(String message) {
    return new AccessException(FORBIDDEN, "MissingAuthenticationTokenException", message);
  }

  static AccessException unknownKey() {
    return new AccessException(
        FORBIDDEN,
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
  }

  /// A key whose time is over.
  public static AccessException expired() {
    return new AccessException(
        FORBIDDEN,
        "ExpiredTokenException",
        "The security token included in the request is expired");
  }

  /// More than the tenant may ask in a second.
  static AccessException throttled() {
    return new AccessException(429, "TooManyRequestsException", "Rate exceeded");
  }

  static AccessException incomplete(String message) {
    return new AccessException(FORBIDDEN, "IncompleteSignatureException", message);
  }

  static AccessException invalid(String message) {
    return new AccessException(FORBIDDEN, "InvalidSignatureException", message);
  }

  static AccessException denied(String message) {
    return new AccessException(FORBIDDEN, "AccessDeniedException", message);
  }

  /// @param bytesMax what a request may have
  public static AccessException tooLarge(long bytesMax) {
    return new AccessException(
        413,
        "RequestEntityTooLargeException",
        "Request must be smaller than " + bytesMax + " bytes");
  }

  public int status() {
    return status;
  }

  /// As in `x-amzn-ErrorType`.
  public String type() {
    return type;
  }
}
