package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.Alias;
import dev.perigee.platform.control.FunctionName;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;

/// How workers that were asked for are shared out over versions: by the share of the calls that an
/// alias sends to each.
final class Shares {
  private Shares() {}

  /// Nothing if the qualifier stands for nothing any more.
  static SortedMap<FunctionId, Integer> of(
      FunctionName name,
      String qualifier,
      Wanted wanted,
      BiFunction<FunctionName, String, Optional<Alias>> aliases) {
    SortedMap<FunctionId, Integer> shares = new TreeMap<>();
    if (FunctionId.isVersion(qualifier)) {
      shares.put(new FunctionId(name.tenant(), name.name(), qualifier), wanted.workerCount());
      return shares;
    }
    Optional<Alias> alias = aliases.apply(name, qualifier);
    if (alias.isEmpty()) {
      return shares;
    }
    int rest = wanted.workerCount();
    for (Map.Entry<String, Double> other : alias.get().weights().entrySet()) {
      int mine = (int) Math.min(rest, Math.round(wanted.workerCount() * other.getValue()));
      shares.put(new FunctionId(name.tenant(), name.name(), other.getKey()), mine);
      rest -= mine;
    }
    shares.merge(
        new FunctionId(name.tenant(), name.name(), alias.get().version()), rest, Integer::sum);
    return shares;
  }
}
