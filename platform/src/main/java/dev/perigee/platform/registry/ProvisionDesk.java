package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Provision;
import dev.perigee.platform.control.Provision.Status;
import dev.perigee.platform.control.Provisions;
import dev.perigee.platform.control.Settings;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.world.Clock;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// What was asked for is in the settings of a function; how far it is, the nodes say.
record ProvisionDesk(Versions versions, NodeDirectory nodes, Clock clock) implements Provisions {
  /// How long it may take until there is room for all.
  private static final long ROOM_NS = 15_000_000_000L;

  /// Starts in a row that may fail before it is said that they do.
  private static final int FAILED_START_COUNT = 2;

  @Override
  public Provision put(FunctionName name, String qualifier, int workerCount) {
    if (workerCount < 1) {
      throw refused(
          Kind.INVALID, "provisioned concurrency is " + workerCount + ": it is 1 or more");
    }
    Set<String> targets = targets(name, qualifier);
    Wanted wanted = new Wanted(workerCount, clock.utcNs());
    var _ =
        versions.changeSettings(
            name,
            settings -> {
              requireAlone(name, qualifier, targets, settings);
              requireRoom(qualifier, workerCount, settings);
              return wanted.in(settings, qualifier);
            });
    return state(name, qualifier, wanted);
  }

  @Override
  public Optional<Provision> find(FunctionName name, String qualifier) {
    Wanted wanted = Wanted.of(versions.settings(name)).get(qualifier);
    return Optional.ofNullable(wanted).map(each -> state(name, qualifier, each));
  }

  @Override
  public List<Provision> list(FunctionName name) {
    return Wanted.of(versions.settings(name)).entrySet().stream()
        .map(each -> state(name, each.getKey(), each.getValue()))
        .toList();
  }

  @Override
  public boolean remove(FunctionName name, String qualifier) {
    boolean known = Wanted.isIn(versions.settings(name), qualifier);
    if (known) {
      var _ = versions.changeSettings(name, settings -> Wanted.without(settings, qualifier));
    }
    return known;
  }

  /// The versions that a qualifier stands for, all of them published.
  private Set<String> targets(FunctionName name, String qualifier) {
    Set<String> targets =
        qualifier.equals(FunctionId.LATEST) || FunctionId.isVersion(qualifier)
            ? Set.of(qualifier)
            : versions
                .alias(name, qualifier)
                .map(Alias::versions)
                .orElseThrow(
                    () -> refused(Kind.NOT_FOUND, name.name() + " has no alias " + qualifier));
    for (String version : targets) {
      if (version.equals(FunctionId.LATEST)) {
        throw refused(
            Kind.INVALID,
            "Provisioned Concurrency Configs cannot be applied to unpublished function versions.");
      }
      if (versions.resolve(name, version).isEmpty()) {
        throw refused(Kind.NOT_FOUND, name.name() + " has no version " + version);
      }
    }
    return targets;
  }

  /// A version has its workers either by itself or by an alias.
  private void requireAlone(
      FunctionName name, String qualifier, Set<String> targets, Settings settings) {
    boolean isAlias = !FunctionId.isVersion(qualifier);
    for (String other : Wanted.of(settings).keySet()) {
      if (isAlias && targets.contains(other)) {
        throw refused(
            Kind.CONFLICT,
            "Alias can't be used for Provisioned Concurrency configuration on an already"
                + " Provisioned version");
      }
      boolean points =
          versions.alias(name, other).map(Alias::versions).orElse(Set.of()).contains(qualifier);
      if (!isAlias && points) {
        throw refused(Kind.CONFLICT, "Version is pointed by a Provisioned Concurrency alias");
      }
    }
  }

  private static void requireRoom(String qualifier, int workerCount, Settings settings) {
    SortedMap<String, Wanted> others = new TreeMap<>(Wanted.of(settings));
    others.remove(qualifier);
    long all = workerCount + others.values().stream().mapToLong(Wanted::workerCount).sum();
    int reserved = settings.reservedConcurrency();
    if (reserved != Settings.UNRESERVED && all > reserved) {
      throw refused(
          Kind.INVALID,
          "Requested Provisioned Concurrency should not be greater than the"
              + " reservedConcurrentExecution for function");
    }
    if (all > FunctionSpec.CONCURRENCY_MAX_DEFAULT) {
      throw refused(
          Kind.INVALID,
          "Specified ConcurrentExecutions for function is greater than account's unreserved"
              + " concurrency ["
              + FunctionSpec.CONCURRENCY_MAX_DEFAULT
              + "].");
    }
  }

  /// Refuses to reserve less for a function than it has provisioned.
  static void requireReserved(Settings settings) {
    int all = Wanted.of(settings).values().stream().mapToInt(Wanted::workerCount).sum();
    int reserved = settings.reservedConcurrency();
    if (reserved != Settings.UNRESERVED && all > reserved) {
      throw refused(
          Kind.INVALID,
          "ReservedConcurrentExecutions "
              + reserved
              + " should not be lower than function's total provisioned concurrency ["
              + all
              + "].");
    }
  }

  private Provision state(FunctionName name, String qualifier, Wanted wanted) {
    List<WorkerCount> counts =
        nodes.all().stream().flatMap(node -> node.workers().stream()).toList();
    Tally all = new Tally(0, 0, false);
    for (var share : Shares.of(name, qualifier, wanted, versions::alias).entrySet()) {
      all = all.plus(Tally.of(counts, share.getKey()), share.getValue());
    }
    int requested = wanted.workerCount();
    String reason = all.ready() >= requested ? "" : reason(all, wanted);
    Status status =
        all.ready() >= requested
            ? Status.READY
            : reason.isEmpty() ? Status.IN_PROGRESS : Status.FAILED;
    return new Provision(
        qualifier, requested, all.allocated(), all.ready(), status, reason, wanted.modifiedUtcNs());
  }

  /// Why what is not ready won't be; empty if it is on its way.
  private String reason(Tally all, Wanted wanted) {
    int missing = wanted.workerCount() - all.allocated();
    if (all.failing()) {
      return "FUNCTION_ERROR_INIT_FAILURE";
    }
    return missing > 0 && clock.utcNs() - wanted.modifiedUtcNs() > ROOM_NS
        ? "no node has room for %d of the %d workers".formatted(missing, wanted.workerCount())
        : "";
  }

  /// Workers that are kept, over all nodes.
  private record Tally(int allocated, int ready, boolean failing) {

    static Tally of(List<WorkerCount> counts, FunctionId function) {
      int allocated = 0;
      int ready = 0;
      boolean failing = false;
      for (WorkerCount count : counts) {
        if (count.function().equals(function)) {
          allocated += count.provisionedCount();
          ready += Math.min(count.provisionedCount(), count.readyCount());
          failing |= count.failedStartCount() >= FAILED_START_COUNT;
        }
      }
      return new Tally(allocated, ready, failing);
    }

    /// With another's, of which no more than this count.
    Tally plus(Tally other, int countMax) {
      return new Tally(
          allocated + Math.min(other.allocated, countMax),
          ready + Math.min(other.ready, countMax),
          failing || other.failing);
    }
  }

  private static ControlException refused(Kind kind, String why) {
    return new ControlException(kind, List.of(why));
  }
}
