package dev.perigee.platform.firing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.fabric.resource.Changes;
import dev.perigee.fabric.resource.Changes.Change;
import dev.perigee.fabric.resource.Origin;
import dev.perigee.fabric.resource.ResourceId;
import dev.perigee.platform.events.Delivery;
import dev.perigee.platform.events.Lineage;
import dev.perigee.platform.trigger.CloudEvent;
import dev.perigee.platform.trigger.Source;
import dev.perigee.platform.trigger.Source.Store;
import dev.perigee.platform.trigger.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/// Tells changes of tables and buckets to the triggers that wait for them. A change is forgotten
/// when all that comes of it is durable; until then it is told again, under the same ids.
public final class Listeners {
  private static final int BATCH = 500;

  private final Changes changes;
  private final Function<String, List<Trigger>> triggers;
  private final Consumer<List<Delivery>> queue;

  /// @param triggers of a tenant
  /// @param queue takes what is to run; it is durable when that returns
  public Listeners(
      Changes changes, Function<String, List<Trigger>> triggers, Consumer<List<Delivery>> queue) {
    this.changes = changes;
    this.triggers = triggers;
    this.queue = queue;
  }

  /// Tells all there is to tell. One caller at a time.
  public synchronized void tick() {
    List<Change> told = changes.read(BATCH);
    while (!told.isEmpty()) {
      List<Delivery> deliveries = new ArrayList<>();
      told.forEach(change -> tell(change, deliveries));
      if (!deliveries.isEmpty()) {
        queue.accept(deliveries);
      }
      changes.forget(told.getLast().number());
      told = changes.read(BATCH);
    }
  }

  private void tell(Change change, List<Delivery> deliveries) {
    ResourceId resource = change.resource();
    Optional<Store> store = Store.of(resource.kind().text());
    for (Trigger trigger : triggers.apply(resource.tenant())) {
      if (!trigger.isPaused()
          && store.isPresent()
          && trigger.wants(store.get(), resource.name(), change.key())) {
        CloudEvent event = event(change);
        deliveries.add(Firing.of(trigger, event, lineage(change.origin(), trigger, event)));
      }
    }
  }

  /// What a trigger is told of on behalf of an invocation counts as led to by that.
  static Lineage lineage(Origin origin, Trigger trigger, CloudEvent event) {
    return origin.root().isEmpty()
        ? Lineage.of(Firing.id(trigger, event.key()))
        : new Lineage(UUID.fromString(origin.root()), origin.hops() + 1, "");
  }

  private static CloudEvent event(Change change) {
    ResourceId resource = change.resource();
    String time = Instant.ofEpochSecond(0, change.utcNs()).toString();
    String operation = change.operation().name().toLowerCase(Locale.ROOT);
    byte[] data =
        Json.text(
                json -> {
                  json.writeStartObject();
                  json.writeStringField(resource.kind().text(), resource.name());
                  json.writeStringField("key", change.key());
                  json.writeStringField("operation", operation);
                  json.writeNumberField("version", change.version());
                  json.writeNumberField("bytes", change.bytes());
                  json.writeEndObject();
                })
            .getBytes(UTF_8);
    String source = "/" + resource.kind().text() + "s/" + resource.name();
    String id = change.utcNs() + "-" + change.number();
    return CloudEvent.own(id, source, resource.kind().text() + "." + operation, time, data)
        .with("subject", change.key());
  }

  /// Whether a trigger of a tenant waits for changes of a resource.
  public static boolean isWatched(List<Trigger> triggers, ResourceId resource) {
    return triggers.stream()
        .anyMatch(each ->
            each.source() instanceof Source.Change change
                && change.name().equals(resource.name())
                && change.store().text().equals(resource.kind().text()));
  }
}
