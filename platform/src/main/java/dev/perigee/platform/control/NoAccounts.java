package dev.perigee.platform.control;

import java.util.List;
import java.util.Optional;

/// Where no accounts are kept.
///
/// @param where what is told to who wants to change some
public record NoAccounts(String where) implements Accounts {
  @Override
  public List<Tenant> tenants() {
    return List.of();
  }

  @Override
  public Optional<Tenant> tenant(String name) {
    return Optional.empty();
  }

  @Override
  public boolean put(Tenant tenant) {
    throw elsewhere();
  }

  @Override
  public void delete(String name) {
    throw elsewhere();
  }

  @Override
  public List<AccessKey> keys(String tenant) {
    return List.of();
  }

  @Override
  public NewKey create(KeyRequest request) {
    throw elsewhere();
  }

  @Override
  public boolean revoke(String tenant, String id) {
    throw elsewhere();
  }

  private ControlException elsewhere() {
    return new ControlException(
        ControlException.Kind.UNSUPPORTED_HERE,
        List.of("accounts are not kept at " + where + ": ask the control plane"));
  }
}
