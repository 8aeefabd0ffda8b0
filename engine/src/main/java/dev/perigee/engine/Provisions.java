package dev.perigee.engine;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.Effect;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Workers that have to be there ahead of calls: gets leave for them, and tells the nodes that have
/// it how many of them each keeps.
final class Provisions {
  private final Continuum continuum;
  private final Grants grants;
  private final PlacementDesk desk;
  private final SortedMap<FunctionId, Integer> wanted = new TreeMap<>();

  /// What each node was told last; nothing of those that may have forgotten it.
  private final Map<Grants.Key, Integer> told = new HashMap<>();

  Provisions(Continuum continuum, Grants grants, PlacementDesk desk) {
    this.continuum = continuum;
    this.grants = grants;
    this.desk = desk;
  }

  void want(FunctionId function, int workerCount) {
    wanted.put(function, workerCount);
  }

  /// A node may not know any more what it was told.
  void forget(String node) {
    told.keySet().removeIf(key -> key.node().equals(node));
  }

  /// A node has given back leave: perhaps that of the workers that it was to keep.
  void forget(Grants.Key key) {
    told.remove(key);
  }

  /// Brings what there is to what is wanted.
  void balance(Map<FunctionId, FunctionSpec> functions, long utcNs, List<Effect> effects) {
    wanted
        .entrySet()
        .removeIf(each -> each.getValue() == 0 && !functions.containsKey(each.getKey()));
    wanted.forEach((id, count) -> {
      FunctionSpec function = functions.get(id);
      if (function != null) {
        int missing = share(function, count, effects);
        if (missing > 0 && !desk.isParked(id)) {
          desk.demand(function, missing, utcNs, effects);
        }
      }
    });
  }

  /// Shares the workers out over the nodes in their order. One out of contact keeps what it was
  /// told to; others take its place meanwhile. Returns how many there is no leave for.
  private int share(FunctionSpec function, int count, List<Effect> effects) {
    int missing = count;
    for (Map.Entry<Grants.Key, Grants.Grant> each : grants.of(function.id()).entrySet()) {
      Grants.Key key = each.getKey();
      if (key.version() == function.version() && !continuum.isLost(key.node())) {
        int mine =
            continuum.isUp(key.node()) ? Math.min(missing, each.getValue().workerCount()) : 0;
        missing -= mine;
        tell(key, mine, effects);
      }
    }
    return missing;
  }

  private void tell(Grants.Key key, int count, List<Effect> effects) {
    Integer before = told.put(key, count);
    if (before == null || before != count) {
      effects.add(new Effect.Provision(key.node(), key.function(), key.version(), count));
    }
  }
}
