package dev.perigee.platform.control;

import dev.perigee.platform.access.Rate;
import dev.perigee.platform.access.Role;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;

/// Tenants and their keys. Thread-safe. What is changed is durable when the method returns.
public interface Accounts {

  /// By name; the default one is always there.
  List<Tenant> tenants();

  Optional<Tenant> tenant(String name);

  /// Makes a tenant or changes its quota; true if it is new.
  ///
  /// @throws ControlException INVALID if the name can't be used
  boolean put(Tenant tenant);

  /// Deletes a tenant and revokes its keys.
  ///
  /// @throws ControlException NOT_FOUND, or CONFLICT while it has functions
  void delete(String name);

  /// The keys of a tenant, by id.
  List<AccessKey> keys(String tenant);

  /// @throws ControlException with all that is wrong with it
  NewKey create(KeyRequest request);

  /// False if the tenant has no such key.
  boolean revoke(String tenant, String id);

  record Tenant(String name, Quota quota) {}

  /// @param functions names of those it is limited to; empty if to none
  /// @param rate of its requests; empty for any
  record AccessKey(
      String id,
      String tenant,
      Role role,
      SortedSet<String> functions,
      Optional<Rate> rate,
      OptionalLong expiresUtcNs,
      long createdUtcNs) {}

  record KeyRequest(
      String tenant,
      Role role,
      SortedSet<String> functions,
      Optional<Rate> rate,
      OptionalLong expiresUtcNs) {}

  /// @param secret is shown this once
  /// @param isPair whether the secret belongs to the key's id, or is a key by itself
  record NewKey(AccessKey key, String secret, boolean isPair) {

    /// Secrets are not shown.
    @Override
    public String toString() {
      return "NewKey[" + key + "]";
    }
  }
}
