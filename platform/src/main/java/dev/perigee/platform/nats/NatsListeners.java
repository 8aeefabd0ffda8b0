package dev.perigee.platform.nats;

import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Subscription;
import dev.perigee.platform.trigger.Trigger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Listens for the triggers that want messages of NATS servers, one connection each. Without such
/// triggers nothing of the client is loaded. Thread-safe.
public final class NatsListeners implements AutoCloseable {
  private final BiConsumer<Trigger, List<CloudEvent>> fire;
  private final Consumer<String> report;

  /// All below is guarded by `this`.
  private final Map<Key, Trigger> wanted = new HashMap<>();

  private final Map<Key, NatsListener> listening = new HashMap<>();
  private boolean closed;

  private record Key(String tenant, String name) {
    static Key of(Trigger trigger) {
      return new Key(trigger.tenant(), trigger.name());
    }
  }

  /// @param fire takes what a trigger is told; it is durable when that returns
  /// @param report gets a line for each message that is refused
  public NatsListeners(BiConsumer<Trigger, List<CloudEvent>> fire, Consumer<String> report) {
    this.fire = fire;
    this.report = report;
  }

  /// A trigger is there; it is listened for from the next tick on.
  public synchronized void set(Trigger trigger) {
    remove(trigger.tenant(), trigger.name());
    if (trigger.source() instanceof Source.Nats && !trigger.isPaused()) {
      wanted.put(Key.of(trigger), trigger);
    }
  }

  public synchronized void remove(String tenant, String name) {
    Key key = new Key(tenant, name);
    wanted.remove(key);
    NatsListener ended = listening.remove(key);
    if (ended != null) {
      ended.close();
    }
  }

  public synchronized void tick() {
    if (!closed) {
      wanted.forEach((key, trigger) ->
          listening.computeIfAbsent(key, _ -> NatsListener.start(trigger, fire, report)));
    }
  }

  /// How it stands with a trigger; empty if it listens to no server.
  public synchronized Optional<Subscription> find(Trigger trigger) {
    Trigger found = wanted.get(Key.of(trigger));
    return Optional.ofNullable(found).map(this::subscription);
  }

  public synchronized List<Subscription> all() {
    return wanted.values().stream().map(this::subscription).toList();
  }

  private Subscription subscription(Trigger trigger) {
    NatsListener listener = listening.get(Key.of(trigger));
    return listener == null ? Subscription.begun(trigger) : listener.subscription();
  }

  public synchronized int count() {
    return wanted.size();
  }

  @Override
  public synchronized void close() {
    closed = true;
    listening.values().forEach(NatsListener::close);
    listening.clear();
  }
}
