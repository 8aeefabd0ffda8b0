package dev.perigee.platform.registry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.live.Controller;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Tells the engine how many workers of each version have to be there ahead of calls. Changes of
/// one name come one after the other.
final class Floors {
  private final Controller controller;
  private final Clock clock;
  private final Catalogue catalogue;
  private final Map<FunctionName, SortedMap<FunctionId, Integer>> told = new ConcurrentHashMap<>();

  Floors(Controller controller, Clock clock, Catalogue catalogue) {
    this.controller = controller;
    this.clock = clock;
    this.catalogue = catalogue;
  }

  /// Something of a function has changed. Those without provisioned concurrency cost a look-up.
  void follow(FunctionName name) {
    SortedMap<FunctionId, Integer> now =
        catalogue.find(name).map(this::floors).orElseGet(TreeMap::new);
    SortedMap<FunctionId, Integer> before = told.getOrDefault(name, new TreeMap<>());
    if (now.equals(before)) {
      return;
    }
    before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> tell(id, 0));
    now.forEach((id, count) -> {
      if (!count.equals(before.get(id))) {
        tell(id, count);
      }
    });
    if (now.isEmpty()) {
      told.remove(name);
    } else {
      told.put(name, now);
    }
  }

  private SortedMap<FunctionId, Integer> floors(Book book) {
    SortedMap<FunctionId, Integer> all = new TreeMap<>();
    Wanted.of(book.settings())
        .forEach((qualifier, wanted) ->
            Shares.of(book.name(), qualifier, wanted, (_, alias) -> book.alias(alias))
                .forEach((id, count) -> all.merge(id, count, Integer::sum)));
    return all;
  }

  private void tell(FunctionId function, int workerCount) {
    controller.submit(new Event.Provisioned(clock.utcNs(), function, workerCount));
  }
}
