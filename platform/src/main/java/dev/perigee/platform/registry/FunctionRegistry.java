package dev.perigee.platform.registry;

import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Change;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Facts;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Quota;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.record.CatalogueNote;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/// Deploys and deletes functions; changes of one name go one after the other.
public final class FunctionRegistry implements Functions {
  private final Deployer deployer;
  private final Catalogue catalogue;
  private final Floors floors;
  private final FunctionLogs logs;
  private final Gateway gateway;
  private final Function<String, Quota> quotas;

  /// Bytes of code of what is being deployed; guarded by itself.
  private final Map<FunctionId, Long> underWay = new HashMap<>();

  private final Map<FunctionName, ReentrantLock> order = new ConcurrentHashMap<>();

  /// @param quotas what a tenant may have
  FunctionRegistry(
      Deployer deployer,
      Catalogue catalogue,
      Floors floors,
      FunctionLogs logs,
      Gateway gateway,
      Function<String, Quota> quotas) {
    this.deployer = deployer;
    this.catalogue = catalogue;
    this.floors = floors;
    this.logs = logs;
    this.gateway = gateway;
    this.quotas = quotas;
  }

  @Override
  public FunctionSpec deploy(Deployment deployment) {
    FunctionName name = new FunctionName(deployment.tenant(), deployment.name());
    return change(name, before -> FunctionRegistry.plain(deployment, before)).function();
  }

  /// What `/v1` does not speak of stays as it is.
  private static Change plain(Deployment deployment, Optional<Deployed> before) {
    return new Change(
        deployment,
        before.map(known -> known.facts().description()).orElse(""),
        before.map(known -> known.facts().role()).orElse(Catalogue.ROLE_DEFAULT),
        before.map(FunctionRegistry::echoed).orElse(new TreeMap<>()));
  }

  /// Where an image came from is said anew with each image.
  private static SortedMap<String, String> echoed(Deployed before) {
    SortedMap<String, String> echoed = new TreeMap<>(before.facts().echoed());
    echoed.remove("ImageUri");
    return echoed;
  }

  Deployed change(FunctionName name, Function<Optional<Deployed>, Change> change) {
    return inOrder(
        name,
        () -> {
          Optional<Deployed> before = deployed(name.latest());
          return apply(name, before, change.apply(before));
        });
  }

  private Deployed apply(FunctionName name, Optional<Deployed> before, Change change) {
    Deployment deployment = change.deployment();
    Deployer.check(deployment);
    Deployed changed;
    Optional<Lease> layers = deployer.layers(deployment, before);
    try (Deployer.Code code = deployer.code(deployment, before)) {
      String layersSha256 = layers.map(Lease::sha256).orElse("");
      if (!layersSha256.isEmpty()) {
        deployer.requireSize(code.sha256(), layersSha256);
      }
      int revision = deployer.nextRevision(name.latest());
      Facts facts =
          new Facts(
              revision,
              change.description(),
              change.role(),
              code.bytes(),
              deployer.clock().utcNs(),
              UUID.randomUUID().toString(),
              change.echoed());
      FunctionSpec function =
          Deployer.spec(deployment, revision, code.sha256()).withLayers(layersSha256);
      if (!deployment.allowsCycle()) {
        deployer.watch().before(function);
      }
      changed = put(new Deployed(function, facts));
    } finally {
      layers.ifPresent(Lease::close);
    }
    before.ifPresent(known -> deployer.gone(known.function()));
    return changed;
  }

  /// Facts first: they count once their deployment is durable too.
  Deployed put(Deployed deployed) {
    FunctionId id = deployed.function().id();
    takeRoom(deployed);
    try {
      deployer.prepare(deployed.function());
      catalogue.append(new CatalogueNote.FactsNoted(id, deployed.facts()));
      deployer.deploy(deployed.function());
      synchronized (underWay) {
        catalogue.deployed(id, deployed.facts());
        underWay.remove(id);
      }
    } finally {
      giveRoomBack(id);
    }
    return deployed;
  }

  /// What is deployed at the same time under other names counts as if it were there.
  private void takeRoom(Deployed deployed) {
    FunctionId id = deployed.function().id();
    Quota quota = quotas.apply(id.tenant());
    synchronized (underWay) {
      if (quota.functions() != Quota.UNLIMITED || quota.codeBytes() != Quota.UNLIMITED) {
        requireAtMost(quota.functions(), functionsWith(id), "functions");
        requireAtMost(
            quota.codeBytes(), bytesWith(id, deployed.facts().codeBytes()), "bytes of code");
      }
      underWay.put(id, deployed.facts().codeBytes());
    }
  }

  private void giveRoomBack(FunctionId id) {
    synchronized (underWay) {
      underWay.remove(id);
    }
  }

  private long functionsWith(FunctionId id) {
    Set<FunctionName> names = new HashSet<>();
    for (Book book : books(id.tenant())) {
      if (book.latest().isPresent()) {
        names.add(book.name());
      }
    }
    underWay.keySet().stream()
        .filter(other -> other.tenant().equals(id.tenant()))
        .map(FunctionName::of)
        .forEach(names::add);
    names.add(FunctionName.of(id));
    return names.size();
  }

  private long bytesWith(FunctionId id, long ownBytes) {
    long bytes = ownBytes - bytesOf(id);
    for (Book book : books(id.tenant())) {
      bytes += book.codeBytes();
    }
    for (Map.Entry<FunctionId, Long> other : underWay.entrySet()) {
      if (other.getKey().tenant().equals(id.tenant()) && !other.getKey().equals(id)) {
        bytes += other.getValue() - bytesOf(other.getKey());
      }
    }
    return bytes;
  }

  private long bytesOf(FunctionId id) {
    return deployed(id).map(known -> known.facts().codeBytes()).orElse(0L);
  }

  private static void requireAtMost(long limit, long wanted, String what) {
    if (limit != Quota.UNLIMITED && wanted > limit) {
      throw new ControlException(
          Kind.QUOTA_EXCEEDED,
          List.of(
              "Code storage limit exceeded: it would be %d %s, the tenant may have %d; delete some, or ask an administrator for more"
                  .formatted(wanted, what, limit)));
    }
  }

  /// One change of a name after the other.
  <T> T inOrder(FunctionName name, Supplier<T> work) {
    ReentrantLock lock = order.computeIfAbsent(name, _ -> new ReentrantLock());
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  Optional<Deployed> deployed(FunctionId id) {
    Optional<FunctionSpec> function = find(id);
    Optional<Facts> facts = catalogue.find(FunctionName.of(id)).flatMap(book -> facts(book, id));
    return function.flatMap(spec -> facts.map(each -> new Deployed(spec, each)));
  }

  private static Optional<Facts> facts(Book book, FunctionId id) {
    return id.isLatest()
        ? book.latest()
        : Optional.ofNullable(book.versions().get(id.versionNumber()));
  }

  Deployer deployer() {
    return deployer;
  }

  @Override
  public List<FunctionSpec> list(String tenant) {
    return books(tenant).stream()
        .map(book -> find(book.name().latest()))
        .flatMap(Optional::stream)
        .toList();
  }

  private List<Book> books(String tenant) {
    return catalogue.from(new FunctionName(tenant, "")).values().stream()
        .takeWhile(book -> book.name().tenant().equals(tenant))
        .toList();
  }

  @Override
  public Optional<FunctionSpec> find(FunctionId function) {
    return gateway.table().function(function);
  }

  @Override
  public boolean delete(FunctionId function) {
    FunctionName name = FunctionName.of(function);
    return inOrder(name, () -> deleteAll(name));
  }

  /// The versions first: what can still be called has a function.
  private boolean deleteAll(FunctionName name) {
    Optional<Book> book = catalogue.find(name);
    if (book.isEmpty()) {
      return false;
    }
    List<FunctionId> versions = book.get().versions().keySet().stream().map(name::version).toList();
    Optional<FunctionSpec> latest = find(name.latest());
    deployer.delete(versions);
    deployer.delete(List.of(name.latest()));
    latest.ifPresent(deployer::gone);
    catalogue.deleted(name.latest());
    floors.follow(name);
    logs.delete(name.tenant(), name.name());
    return true;
  }

  static ControlException noSuchFunction(FunctionName name) {
    return new ControlException(
        Kind.NOT_FOUND,
        List.of(
            "there is no function '" + name.name() + "': `perigee list` shows those there are"));
  }
}
