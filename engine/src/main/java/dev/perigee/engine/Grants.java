package dev.perigee.engine;

import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable.Route;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who may run how many workers of what: the sum of the accepted plans, less what was given back.
final class Grants {

  record Key(FunctionId function, int version, String node) implements Comparable<Key> {
    private static final Comparator<Key> ORDER =
        Comparator.comparing(Key::function).thenComparingInt(Key::version).thenComparing(Key::node);

    static Key of(Placement placement) {
      return new Key(placement.function(), placement.version(), placement.node());
    }

    @Override
    public int compareTo(Key other) {
      return ORDER.compare(this, other);
    }
  }

  record Grant(Placement placement, int workerCount, long planId, long decisionId) {}

  private final SortedMap<Key, Grant> grants = new TreeMap<>();

  void add(Plan plan, Placement placement) {
    Key key = Key.of(placement);
    Grant before = grants.get(key);
    int count = placement.workerCount() + (before == null ? 0 : before.workerCount());
    grants.put(key, new Grant(placement, count, plan.planId(), plan.decisionId()));
  }

  /// Takes workers back; returns how many there were to take.
  int remove(Key key, int workerCount) {
    Grant before = grants.get(key);
    if (before == null) {
      return 0;
    }
    int taken = Math.min(workerCount, before.workerCount());
    if (taken == before.workerCount()) {
      grants.remove(key);
    } else {
      grants.put(
          key,
          new Grant(
              before.placement(),
              before.workerCount() - taken,
              before.planId(),
              before.decisionId()));
    }
    return taken;
  }

  /// All grants of a function, whatever the version.
  SortedMap<Key, Grant> of(FunctionId function) {
    return grants.subMap(new Key(function, 0, ""), new Key(function, Integer.MAX_VALUE, ""));
  }

  private SortedMap<Key, Grant> of(FunctionId function, int version) {
    return grants.subMap(new Key(function, version, ""), new Key(function, version + 1, ""));
  }

  /// All grants on a node.
  List<Key> on(String node) {
    return grants.keySet().stream().filter(key -> key.node().equals(node)).toList();
  }

  Optional<Grant> find(Key key) {
    return Optional.ofNullable(grants.get(key));
  }

  Grant get(Key key) {
    Grant grant = grants.get(key);
    if (grant == null) {
      throw new EngineException("no grant for " + key);
    }
    return grant;
  }

  int workerCount(FunctionId function, int version) {
    int count = 0;
    for (Grant grant : of(function, version).values()) {
      count += grant.workerCount();
    }
    return count;
  }

  /// The routes of a function version over the nodes that can be reached.
  List<Route> routes(FunctionId function, int version, Continuum continuum) {
    List<Route> routes = new ArrayList<>();
    of(function, version)
        .forEach((key, grant) -> {
          if (continuum.isUp(key.node())) {
            routes.add(
                new Route(key.node(), grant.workerCount(), grant.planId(), grant.decisionId()));
          }
        });
    return routes;
  }
}
