package dev.perigee.platform.access;

/// Somebody who showed a key once, in a browser.
///
/// @param token that the cookie holds
/// @param csrfToken that a page of the same site has to send with what changes something
public record Session(String token, String csrfToken, Caller caller, long expiresUtcNs) {

  /// Secrets are not shown.
  @Override
  public String toString() {
    return "Session[" + caller + "]";
  }
}
