package dev.perigee.platform.account;

import dev.perigee.platform.access.Role;
import dev.perigee.platform.control.Accounts.Tenant;
import java.util.SortedSet;

/// What the journal keeps of accounts.
sealed interface AccountNote {
  String tenant();

  record TenantSet(Tenant account) implements AccountNote {
    @Override
    public String tenant() {
      return account.name();
    }
  }

  record TenantDeleted(String tenant) implements AccountNote {}

  /// @param expiresUtcNs 0 if never
  /// @param secret sealed, or the hash of an API key
  record KeyMade(
      String id,
      String tenant,
      Role role,
      SortedSet<String> functions,
      long expiresUtcNs,
      long createdUtcNs,
      boolean isPair,
      String secret)
      implements AccountNote {}

  record KeyRevoked(String tenant, String id) implements AccountNote {}
}
