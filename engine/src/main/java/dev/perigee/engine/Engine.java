package dev.perigee.engine;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.Effect;
import dev.perigee.world.Entry;
import dev.perigee.world.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// The controller's state machine. Not thread-safe: one driver gives it one event at a time and
/// carries out the effects, in order, before the next.
///
/// A deployment is acknowledged only when the journal has it. Placement happens on demand: the
/// engine asks the policy, proposes the plan, and publishes what the world accepted.
public final class Engine {

  /// A journal record that is on its way, and what to do when it is durable.
  private record Pending(long requestId, Entry entry) {}

  private final Continuum continuum = new Continuum();
  private final SortedMap<FunctionId, FunctionSpec> functions = new TreeMap<>();
  private final SortedMap<Long, Pending> pending = new TreeMap<>();
  private final Grants grants = new Grants();
  private final PlacementDesk desk;
  private final Provisions provisions;
  private DispatchTable table;
  private List<Effect> effects = new ArrayList<>();
  private long sequence;
  private boolean underWay;

  /// An engine that goes on where the journal ends.
  ///
  /// @param journal all entries so far, in order
  public Engine(EngineSetting setting, List<Entry> journal) {
    int epoch = 1;
    for (Entry entry : journal) {
      if (entry instanceof Entry.Started started) {
        epoch = started.epoch() + 1;
      } else {
        fold(entry);
      }
    }
    this.desk = new PlacementDesk(setting, epoch, continuum, grants);
    this.provisions = new Provisions(continuum, grants, desk);
    this.table =
        DispatchTable.of(
            functions.values().stream().map(function -> new Row(function, List.of())).toList());
  }

  /// The first effects: the new epoch goes into the journal, what was deployed is published.
  public List<Effect> start() {
    append(-1, new Entry.Started(desk.epoch()));
    effects.add(new Effect.Publish(table));
    return drain();
  }

  /// Whether its epoch is durable: before that, whatever it decides could be decided again under
  /// the same epoch.
  public boolean isUnderWay() {
    return underWay;
  }

  /// What is to be done because of an event.
  public List<Effect> on(Event event) {
    switch (event) {
      case Event.Deployed deployed ->
          append(deployed.requestId(), new Entry.Deployed(deployed.function()));
      case Event.Deleted deleted -> delete(deleted);
      case Event.Appended appended -> appended(appended);
      case Event.AppendFailed failed -> appendFailed(failed);
      case Event.NodeObserved observed -> {
        continuum.observe(observed.node(), observed.utcNs());
        nodeChanged(observed.node().id(), observed.utcNs());
      }
      case Event.NodeRestarted restarted -> {
        continuum.observe(restarted.node(), restarted.utcNs());
        List<Grants.Key> held = grants.on(restarted.node().id());
        desk.giveBackAll(restarted.node().id());
        held.forEach(key -> publish(key.function()));
        nodeChanged(restarted.node().id(), restarted.utcNs());
      }
      case Event.NodeLost lost -> {
        continuum.lose(lost.node(), lost.utcNs());
        nodeChanged(lost.node(), lost.utcNs());
      }
      case Event.LinkObserved observed -> continuum.observe(observed.link(), observed.utcNs());
      case Event.Demanded demanded -> demanded(demanded);
      case Event.Provisioned provisioned -> {
        provisions.want(provisioned.function(), provisioned.workerCount());
        provisions.balance(functions, provisioned.utcNs(), effects);
      }
      case Event.PlanChecked checked -> {
        FunctionSpec planned = desk.checked(checked.result(), functions, checked.utcNs(), effects);
        publish(planned.id());
        overtaken(planned);
        provisions.balance(functions, checked.utcNs(), effects);
      }
      case Event.Released released -> released(released);
      case Event.Reported _ -> {}
      case Event.Woken woken -> desk.woken(woken.utcNs(), functions, effects);
    }
    return drain();
  }

  /// The table that is in force.
  public DispatchTable table() {
    return table;
  }

  public Optional<FunctionSpec> function(FunctionId id) {
    return Optional.ofNullable(functions.get(id));
  }

  private void append(long requestId, Entry entry) {
    long mine = ++sequence;
    pending.put(mine, new Pending(requestId, entry));
    effects.add(new Effect.Append(mine, entry));
  }

  private void delete(Event.Deleted deleted) {
    if (functions.containsKey(deleted.function())) {
      append(deleted.requestId(), new Entry.Deleted(deleted.function()));
    } else {
      effects.add(
          new Effect.Refuse(
              deleted.requestId(),
              Refusal.GONE,
              "function " + deleted.function() + " does not exist"));
    }
  }

  private void appended(Event.Appended appended) {
    Pending done = take(appended.sequence());
    fold(done.entry());
    switch (done.entry()) {
      case Entry.Started _ -> underWay = true;
      case Entry.Deployed deployed -> replaced(deployed.function());
      case Entry.Deleted deleted -> removed(deleted.function());
    }
    if (done.requestId() >= 0) {
      effects.add(new Effect.Acknowledge(done.requestId()));
    }
  }

  private void appendFailed(Event.AppendFailed failed) {
    Pending lost = take(failed.sequence());
    if (lost.entry() instanceof Entry.Started started) {
      throw new EngineException(
          "epoch "
              + started.epoch()
              + " is not durable ("
              + failed.reason()
              + "), so the next start would decide under it again; nothing is decided: make the"
              + " journal writable and start again");
    }
    if (lost.requestId() >= 0) {
      effects.add(new Effect.Refuse(lost.requestId(), Refusal.NOT_DURABLE, failed.reason()));
    }
  }

  private Pending take(long appendedSequence) {
    Pending taken = pending.remove(appendedSequence);
    if (taken == null) {
      throw new EngineException(
          "the journal answered for record " + appendedSequence + ", which nobody asked for");
    }
    return taken;
  }

  private void fold(Entry entry) {
    switch (entry) {
      case Entry.Started _ -> {}
      case Entry.Deployed deployed -> functions.put(deployed.function().id(), deployed.function());
      case Entry.Deleted deleted -> functions.remove(deleted.function());
    }
  }

  /// Older versions end where they run; the new one is placed when it is first called.
  private void replaced(FunctionSpec function) {
    table = table.with(new Row(function, List.of()));
    effects.add(new Effect.Publish(table));
    withdraw(function.id(), function.version());
  }

  private void removed(FunctionId function) {
    provisions.want(function, 0);
    table = table.without(function);
    effects.add(new Effect.Publish(table));
    withdraw(function, 0);
  }

  /// A version that was replaced or deleted while its plan was on the way ends at once.
  private void overtaken(FunctionSpec planned) {
    FunctionSpec current = functions.get(planned.id());
    int version = current == null ? 0 : current.version();
    if (version != planned.version()) {
      withdraw(planned.id(), version);
    }
  }

  private void withdraw(FunctionId function, int keptVersion) {
    for (Grants.Key key : List.copyOf(grants.of(function).keySet())) {
      if (key.version() != keptVersion) {
        effects.add(new Effect.Withdraw(key.node(), function, key.version()));
      }
    }
  }

  private void nodeChanged(String node, long utcNs) {
    for (Grants.Key key : grants.on(node)) {
      publish(key.function());
    }
    desk.retry(utcNs, functions, effects);
    provisions.forget(node);
    provisions.balance(functions, utcNs, effects);
  }

  private void demanded(Event.Demanded demanded) {
    FunctionSpec function = functions.get(demanded.function());
    if (function != null) {
      desk.demand(function, demanded.workerCount(), demanded.utcNs(), effects);
    }
  }

  private void released(Event.Released released) {
    Grants.Key key = new Grants.Key(released.function(), released.version(), released.node());
    giveBack(key, released.workerCount());
    provisions.forget(key);
    desk.retry(released.utcNs(), functions, effects);
    provisions.balance(functions, released.utcNs(), effects);
  }

  private void giveBack(Grants.Key key, int workerCount) {
    desk.giveBack(key, workerCount);
    publish(key.function());
  }

  /// Compiles one function's row anew and publishes the table if that changed it.
  private void publish(FunctionId id) {
    FunctionSpec function = functions.get(id);
    if (function == null) {
      return;
    }
    Row row = new Row(function, grants.routes(id, function.version(), continuum));
    if (!row.equals(table.find(id).orElse(null))) {
      table = table.with(row);
      effects.add(new Effect.Publish(table));
    }
  }

  private List<Effect> drain() {
    List<Effect> drained = effects;
    effects = new ArrayList<>();
    return drained;
  }
}
