package dev.perigee.platform.account;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.platform.access.AccessException;
import dev.perigee.platform.access.ApiKey;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.Caller;
import dev.perigee.platform.access.Credentials;
import dev.perigee.platform.access.Rate;
import dev.perigee.platform.access.Vault;
import dev.perigee.platform.account.AccountNote.KeyMade;
import dev.perigee.platform.control.Accounts;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Quota;
import dev.perigee.world.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Tenants and keys in memory, as the journal has them.
public final class AccountBook implements Accounts, Credentials {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final String PLATFORM = "perigee";

  private final AccountLog log;
  private final Vault vault;
  private final Clock clock;
  private final AuthMode mode;
  private final Predicate<String> hasFunctions;
  private final Map<String, Tenant> tenants = new ConcurrentSkipListMap<>();
  private final Map<String, KeyMade> keys = new ConcurrentSkipListMap<>();
  private final Map<String, Credential> pairs = new ConcurrentHashMap<>();
  private final Map<String, KeyMade> apiKeys = new ConcurrentHashMap<>();

  /// @param mode what kind of keys is made
  /// @param hasFunctions whether a tenant has some
  public AccountBook(
      Journal journal, Vault vault, Clock clock, AuthMode mode, Predicate<String> hasFunctions) {
    this.log = new AccountLog(journal, clock);
    this.vault = vault;
    this.clock = clock;
    this.mode = mode;
    this.hasFunctions = hasFunctions;
    tenants.put(Deployment.TENANT_DEFAULT, new Tenant(Deployment.TENANT_DEFAULT, Quota.NONE));
    log.read(this::apply);
  }

  private void apply(AccountNote note) {
    switch (note) {
      case AccountNote.TenantSet(Tenant account) -> tenants.put(account.name(), account);
      case AccountNote.TenantDeleted(String name) -> {
        tenants.remove(name);
        keys.values().stream()
            .filter(key -> key.tenant().equals(name))
            .toList()
            .forEach(this::drop);
      }
      case KeyMade made -> add(made);
      case AccountNote.KeyRevoked(_, String id) ->
          Optional.ofNullable(keys.get(id)).ifPresent(this::drop);
    }
  }

  private void add(KeyMade made) {
    keys.put(made.id(), made);
    if (made.isPair()) {
      pairs.put(
          made.id(), new Credential(vault.open(made.secret(), purpose(made.id())), caller(made)));
    } else {
      apiKeys.put(made.secret(), made);
    }
  }

  private void drop(KeyMade key) {
    keys.remove(key.id());
    pairs.remove(key.id());
    apiKeys.remove(key.secret());
  }

  private static String purpose(String keyId) {
    return "key " + keyId;
  }

  private static Caller caller(KeyMade key) {
    return new Caller(key.id(), key.tenant(), key.role(), key.functions(), key.rate());
  }

  @Override
  public Optional<Credential> find(String accessKeyId) {
    @Nullable Credential pair = pairs.get(accessKeyId);
    if (pair != null) {
      requireCurrent(keys.get(accessKeyId));
    }
    return Optional.ofNullable(pair);
  }

  /// Whom an API key stands for, by its hash.
  ///
  /// @throws AccessException if its time is over
  public Optional<Caller> holder(String hash) {
    @Nullable KeyMade key = apiKeys.get(hash);
    requireCurrent(key);
    return Optional.ofNullable(key).map(AccountBook::caller);
  }

  private void requireCurrent(@Nullable KeyMade key) {
    if (key != null && key.expiresUtcNs() != 0 && key.expiresUtcNs() <= clock.utcNs()) {
      throw AccessException.expired();
    }
  }

  /// What a tenant may have and do; one that was never made may anything.
  public Quota quota(String tenant) {
    @Nullable Tenant known = tenants.get(tenant);
    return known == null ? Quota.NONE : known.quota();
  }

  @Override
  public List<Tenant> tenants() {
    return List.copyOf(tenants.values());
  }

  @Override
  public Optional<Tenant> tenant(String name) {
    return Optional.ofNullable(tenants.get(name));
  }

  @Override
  public synchronized boolean put(Tenant tenant) {
    if (!NAME.matcher(tenant.name()).matches() || tenant.name().equals(PLATFORM)) {
      throw new ControlException(
          Kind.INVALID,
          List.of(
              "a tenant can't be named '%s': names match %s, and %s is the platform itself"
                  .formatted(tenant.name(), NAME, PLATFORM)));
    }
    boolean isNew = !tenants.containsKey(tenant.name());
    note(new AccountNote.TenantSet(tenant));
    return isNew;
  }

  @Override
  public synchronized void delete(String name) {
    if (!tenants.containsKey(name)) {
      throw noSuchTenant(name);
    }
    if (name.equals(Deployment.TENANT_DEFAULT)) {
      throw new ControlException(Kind.CONFLICT, List.of("the default tenant stays"));
    }
    if (hasFunctions.test(name)) {
      throw new ControlException(
          Kind.CONFLICT, List.of("tenant '" + name + "' has functions: delete them first"));
    }
    note(new AccountNote.TenantDeleted(name));
  }

  private static ControlException noSuchTenant(String name) {
    return new ControlException(
        Kind.NOT_FOUND,
        List.of("there is no tenant '" + name + "': `perigee tenant list` shows those there are"));
  }

  @Override
  public List<AccessKey> keys(String tenant) {
    return keys.values().stream()
        .filter(key -> key.tenant().equals(tenant))
        .map(AccountBook::view)
        .toList();
  }

  private static AccessKey view(KeyMade made) {
    OptionalLong expires =
        made.expiresUtcNs() == 0 ? OptionalLong.empty() : OptionalLong.of(made.expiresUtcNs());
    return new AccessKey(
        made.id(),
        made.tenant(),
        made.role(),
        made.functions(),
        made.rate(),
        expires,
        made.createdUtcNs());
  }

  @Override
  public synchronized NewKey create(KeyRequest request) {
    require(request);
    boolean isPair = mode != AuthMode.KEYS;
    String id = ApiKey.newId();
    String secret = isPair ? ApiKey.newSecret() : ApiKey.newKey();
    KeyMade made =
        new KeyMade(
            id,
            request.tenant(),
            request.role(),
            request.functions(),
            request.expiresUtcNs().orElse(0),
            clock.utcNs(),
            isPair,
            isPair ? vault.seal(secret, purpose(id)) : ApiKey.hash(secret),
            request.rate().map(Rate::count).orElse(0L),
            request.rate().map(Rate::burst).orElse(0L));
    note(made);
    return new NewKey(view(made), secret, isPair);
  }

  private void require(KeyRequest request) {
    if (!tenants.containsKey(request.tenant())) {
      throw noSuchTenant(request.tenant());
    }
    if (request.expiresUtcNs().orElse(Long.MAX_VALUE) <= clock.utcNs()) {
      throw new ControlException(
          Kind.INVALID, List.of("expiresUtc is over: give a time to come, or none"));
    }
  }

  @Override
  public synchronized boolean revoke(String tenant, String id) {
    @Nullable KeyMade known = keys.get(id);
    if (known == null || !known.tenant().equals(tenant)) {
      return false;
    }
    note(new AccountNote.KeyRevoked(tenant, id));
    return true;
  }

  /// Seals the secrets of all keys anew with the key that seals now; returns how many.
  public synchronized int reseal() {
    List<KeyMade> old =
        keys.values().stream()
            .filter(key -> key.isPair() && !vault.isCurrent(key.secret()))
            .toList();
    for (KeyMade key : old) {
      String secret = vault.open(key.secret(), purpose(key.id()));
      note(
          new KeyMade(
              key.id(),
              key.tenant(),
              key.role(),
              key.functions(),
              key.expiresUtcNs(),
              key.createdUtcNs(),
              true,
              vault.seal(secret, purpose(key.id())),
              key.requestsPerS(),
              key.burst()));
    }
    return old.size();
  }

  private void note(AccountNote note) {
    log.append(note);
    apply(note);
  }
}
