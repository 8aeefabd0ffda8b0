package dev.perigee.platform.access;

import java.util.Locale;

/// Whose a request is.
///
/// @param keyId of the key that it came with; empty if none was asked for
public record Caller(String keyId, String tenant, Role role) {
  private static final String TENANT_DEFAULT = "default";

  /// Where nobody is asked for a key.
  public static final Caller ANYBODY = new Caller("", TENANT_DEFAULT, Role.ADMIN);

  /// Who started the platform.
  public static Caller firstAdministrator(String keyId) {
    return new Caller(keyId, TENANT_DEFAULT, Role.ADMIN);
  }

  public boolean may(Right right) {
    return role.may(right);
  }

  /// @throws AccessException if that is more than the caller may
  public void require(Right right, String action) {
    if (!may(right)) {
      throw AccessException.denied(
          "key %s has the role %s, which does not include %s: not authorized to perform %s"
              .formatted(keyId, role.text(), right.name().toLowerCase(Locale.ROOT), action));
    }
  }

  /// The tenant that the caller wants to speak for.
  ///
  /// @throws AccessException if that is another one, and the caller no administrator
  public String speaksFor(String wanted) {
    if (!wanted.equals(tenant) && role != Role.ADMIN) {
      throw AccessException.denied(
          "key %s is of tenant '%s': only an administrator speaks for another"
              .formatted(keyId, tenant));
    }
    return wanted;
  }
}
