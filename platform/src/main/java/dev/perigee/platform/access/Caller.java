package dev.perigee.platform.access;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Whose a request is.
///
/// @param keyId of the key that it came with; empty if none was asked for
/// @param functions names of those it is limited to; empty if to none
/// @param rate of the key's requests; empty for any
public record Caller(
    String keyId, String tenant, Role role, Set<String> functions, Optional<Rate> rate) {
  private static final String TENANT_DEFAULT = "default";

  public Caller {
    functions = Set.copyOf(functions);
  }

  /// Where nobody is asked for a key.
  public static final Caller ANYBODY =
      new Caller("", TENANT_DEFAULT, Role.ADMIN, Set.of(), Optional.empty());

  /// Who started the platform.
  public static Caller firstAdministrator(String keyId) {
    return new Caller(keyId, TENANT_DEFAULT, Role.ADMIN, Set.of(), Optional.empty());
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

  /// Whether the key is for some functions only.
  public boolean isLimited() {
    return !functions.isEmpty();
  }

  /// @param function empty if the request is about no single function
  /// @throws AccessException if the key is limited to other functions
  public void requireFunction(String function) {
    if (isLimited() && !functions.contains(function)) {
      throw AccessException.denied(
          "key %s is limited to some functions, and not for this".formatted(keyId));
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
