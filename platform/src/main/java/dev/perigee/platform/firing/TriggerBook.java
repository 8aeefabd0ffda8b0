package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.fabric.journal.Journal;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.nats.NatsListeners;
import dev.perigee.platform.record.Keeper;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Trigger;
import dev.perigee.platform.trigger.TriggerReader;
import dev.perigee.platform.trigger.Triggers;
import dev.perigee.world.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/// The triggers of all tenants, as the journal has them. Changes come one after the other; readers
/// see the newest state and wait for nobody.
public final class TriggerBook implements Triggers, AutoCloseable {
  private static final int COUNT_MAX = 10_000;

  /// Each has a connection.
  private static final int NATS_COUNT_MAX = 200;

  private final TriggerLog log;
  private final Clock clock;
  private final BiPredicate<FunctionName, String> functions;
  private final Consumer<List<Delivery>> queue;
  private final Crons crons;
  private final NatsListeners nats;

  /// Never changed, only replaced.
  private volatile TreeMap<FunctionName, Trigger> triggers = new TreeMap<>();

  /// @param functions whether there is a function with a qualifier
  /// @param queue takes what is to run; it is durable when that returns
  /// @param report gets one line for whatever an operator should know
  public TriggerBook(
      Journal journal,
      Clock clock,
      BiPredicate<FunctionName, String> functions,
      Consumer<List<Delivery>> queue,
      Consumer<String> report) {
    this.log = new TriggerLog(journal, clock);
    this.clock = clock;
    this.functions = functions;
    this.queue = queue;
    this.crons = new Crons(clock, log, queue);
    this.nats =
        new NatsListeners(
            (trigger, events) ->
                queue.accept(events.stream().map(each -> Firing.of(trigger, each)).toList()),
            report);
    log.read(this::replay);
  }

  /// Knows which records of triggers are needed.
  public Keeper keeper() {
    return TriggerLog.keeper(crons::isNewest);
  }

  private void replay(TriggerNote note, long offset) {
    switch (note) {
      case TriggerNote.Put put -> {
        byte[] json = put.json().getBytes(UTF_8);
        Trigger trigger =
            TriggerReader.read(put.tenant(), put.name(), json, put.generation(), put.utcNs());
        apply(trigger.paused(put.paused(), put.sinceUtcNs()));
      }
      case TriggerNote.Deleted deleted -> remove(key(deleted.tenant(), deleted.name()));
      case TriggerNote.Done done -> crons.done(done, offset);
    }
  }

  /// Triggers share the rule of functions for their names.
  private static FunctionName key(String tenant, String name) {
    return new FunctionName(tenant, name);
  }

  private void apply(Trigger trigger) {
    TreeMap<FunctionName, Trigger> changed = new TreeMap<>(triggers);
    changed.put(key(trigger.tenant(), trigger.name()), trigger);
    triggers = changed;
    crons.set(trigger);
    nats.set(trigger);
  }

  private void remove(FunctionName key) {
    TreeMap<FunctionName, Trigger> changed = new TreeMap<>(triggers);
    changed.remove(key);
    triggers = changed;
    crons.remove(key.tenant(), key.name());
    nats.remove(key.tenant(), key.name());
  }

  @Override
  public synchronized Trigger put(
      String tenant, String name, byte[] json, Consumer<Trigger> check) {
    Trigger trigger = TriggerReader.read(tenant, name, json, UUID.randomUUID(), clock.utcNs());
    if (!functions.test(new FunctionName(tenant, trigger.function()), trigger.qualifier())) {
      throw new ControlException(
          ControlException.Kind.NOT_FOUND,
          List.of(
              "there is no function '%s:%s': deploy it before its trigger"
                  .formatted(trigger.function(), trigger.qualifier())));
    }
    if (find(tenant, name).isEmpty()) {
      requireRoom(triggers.size(), COUNT_MAX, "triggers");
      if (trigger.source() instanceof Source.Nats) {
        requireRoom(nats.count(), NATS_COUNT_MAX, "triggers that listen to NATS");
      }
    }
    check.accept(trigger);
    keep(trigger);
    return trigger;
  }

  private static void requireRoom(int count, int countMax, String what) {
    if (count >= countMax) {
      throw new ControlException(
          ControlException.Kind.THROTTLED,
          List.of("there are %d %s already: delete some first".formatted(countMax, what)));
    }
  }

  private void keep(Trigger trigger) {
    var _ =
        log.append(
            new TriggerNote.Put(
                trigger.tenant(),
                trigger.name(),
                new String(trigger.secretJson(), UTF_8),
                trigger.generation(),
                clock.utcNs(),
                trigger.sinceUtcNs(),
                trigger.isPaused()));
    apply(trigger);
  }

  @Override
  public List<Trigger> list(String tenant) {
    return triggers.values().stream().filter(each -> each.tenant().equals(tenant)).toList();
  }

  @Override
  public Optional<Trigger> find(String tenant, String name) {
    return Optional.ofNullable(triggers.get(key(tenant, name)));
  }

  @Override
  public Runs runs(Trigger trigger) {
    return crons.runs(trigger);
  }

  @Override
  public synchronized boolean delete(String tenant, String name) {
    if (find(tenant, name).isEmpty()) {
      return false;
    }
    var _ = log.append(new TriggerNote.Deleted(tenant, name));
    remove(key(tenant, name));
    return true;
  }

  @Override
  public synchronized Optional<Trigger> pause(String tenant, String name, boolean paused) {
    Optional<Trigger> changed =
        find(tenant, name).map(found -> found.paused(paused, clock.utcNs()));
    changed.ifPresent(this::keep);
    return changed;
  }

  @Override
  public int publish(String tenant, List<CloudEvent> events) {
    List<Trigger> waiting =
        list(tenant).stream()
            .filter(each -> each.source() instanceof Source.Event && !each.isPaused())
            .toList();
    List<Delivery> deliveries = new ArrayList<>();
    for (CloudEvent event : events) {
      for (Trigger trigger : waiting) {
        if (trigger.wants(event)) {
          deliveries.add(Firing.of(trigger, event));
        }
      }
    }
    if (!deliveries.isEmpty()) {
      queue.accept(deliveries);
    }
    return deliveries.size();
  }

  @Override
  public int publish(String tenant, String topic, List<String> messages, Origin origin) {
    List<CloudEvent> events =
        messages.stream().map(each -> TopicMessage.event(topic, each, clock.utcNs())).toList();
    List<Delivery> deliveries = new ArrayList<>();
    for (Trigger trigger : list(tenant)) {
      if (trigger.source().equals(new Source.Topic(topic)) && !trigger.isPaused()) {
        for (CloudEvent event : events) {
          deliveries.add(Firing.of(trigger, event, Listeners.lineage(origin, trigger, event)));
        }
      }
    }
    if (!deliveries.isEmpty()) {
      queue.accept(deliveries);
    }
    return deliveries.size();
  }

  /// Whether a trigger waits for changes of a resource.
  public boolean isWatched(ResourceId resource) {
    return Listeners.isWatched(list(resource.tenant()), resource);
  }

  @Override
  public Optional<Subscription> subscription(Trigger trigger) {
    return nats.find(trigger);
  }

  /// Of the triggers of all tenants that listen to a server elsewhere.
  public List<Subscription> subscriptions() {
    return nats.all();
  }

  /// Begins to listen to servers elsewhere, and makes the cron runs that are due.
  public void tick() {
    nats.tick();
    crons.tick();
  }

  /// Listens no more.
  @Override
  public void close() {
    nats.close();
  }
}
