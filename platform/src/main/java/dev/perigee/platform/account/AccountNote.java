package dev.perigee.platform.account;

import dev.perigee.platform.access.Rate;
import dev.perigee.platform.access.Role;
import dev.perigee.platform.control.Accounts.Tenant;
import java.util.Optional;
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
  /// @param requestsPerS 0 for any number, as with keys of older releases
  record KeyMade(
      String id,
      String tenant,
      Role role,
      SortedSet<String> functions,
      long expiresUtcNs,
      long createdUtcNs,
      boolean isPair,
      String secret,
      long requestsPerS,
      long burst)
      implements AccountNote {

    Optional<Rate> rate() {
      return requestsPerS == 0 ? Optional.empty() : Optional.of(Rate.perS(requestsPerS, burst));
    }
  }

  record KeyRevoked(String tenant, String id) implements AccountNote {}
}
