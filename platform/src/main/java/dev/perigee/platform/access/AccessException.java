package dev.perigee.platform.access;

/// A request that must not come in.
public final class AccessException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final int FORBIDDEN = 403;

  private static final long NS_PER_S = 1_000_000_000L;

  private final int status;
  private final String type;
  private final long retryAfterS;

  private AccessException(int status, String type, String message) {
    this(status, type, message, 0);
  }

  private AccessException(int status, String type, String message, long retryAfterS) {
    super(message);
    this.status = status;
    this.type = type;
    this.retryAfterS = retryAfterS;
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

  /// A login that was there once, or never.
  public static AccessException sessionEnded() {
    return new AccessException(
        FORBIDDEN, "ExpiredTokenException", "the login has ended: log in again");
  }

  /// More than somebody may ask, until so long from now.
  static AccessException throttled(long waitNs) {
    return new AccessException(
        429, "TooManyRequestsException", "Rate exceeded", Math.ceilDiv(waitNs, NS_PER_S));
  }

  /// Made by a page that has no business here.
  static AccessException crossSite(String message) {
    return new AccessException(FORBIDDEN, "CrossSiteRequestException", message);
  }

  /// Sent to a name that is not the platform's.
  static AccessException misdirected(String message) {
    return new AccessException(421, "MisdirectedRequestException", message);
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

  /// After how many seconds it may come in; 0 if that does not matter.
  public long retryAfterS() {
    return retryAfterS;
  }

  /// As in `x-amzn-ErrorType`.
  public String type() {
    return type;
  }
}
