package dev.perigee.platform.trigger;

import dev.perigee.api.WireException;
import dev.perigee.fabric.resource.Origin;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Sets triggers and takes the events that they wait for. Thread-safe; what is set is durable when
/// a method returns.
public interface Triggers {

  /// The runs of a trigger by points in time.
  ///
  /// @param lastUtcNs of the newest one that is done with
  /// @param nextUtcNs of the one that comes
  record Runs(OptionalLong lastUtcNs, OptionalLong nextUtcNs) {
    public static final Runs NONE = new Runs(OptionalLong.empty(), OptionalLong.empty());
  }

  /// Creates a trigger or replaces it.
  ///
  /// @param json what it is to be
  /// @throws WireException with all that is wrong with it
  default Trigger put(String tenant, String name, byte[] json) {
    return put(tenant, name, json, _ -> {});
  }

  /// The same unless a check of what it is to be throws.
  Trigger put(String tenant, String name, byte[] json, Consumer<Trigger> check);

  /// A tenant's triggers by name.
  List<Trigger> list(String tenant);

  Optional<Trigger> find(String tenant, String name);

  /// When it ran and will run; nothing of one that is paused or runs by events.
  Runs runs(Trigger trigger);

  /// How a trigger stands with the server elsewhere that it listens to; empty if to none.
  default Optional<Subscription> subscription(Trigger trigger) {
    return Optional.empty();
  }

  /// False if there was none.
  boolean delete(String tenant, String name);

  /// Lets a trigger's events go by, or no longer; empty if there is no such trigger.
  Optional<Trigger> pause(String tenant, String name, boolean paused);

  /// Takes events for all triggers that wait for them; durable when this returns. Returns how many
  /// invocations that makes.
  int publish(String tenant, List<CloudEvent> events);

  /// Takes messages for all triggers that listen to a topic; durable when this returns. Returns how
  /// many invocations that makes.
  ///
  /// @param messages each JSON or text
  /// @param origin what led to them
  int publish(String tenant, String topic, List<String> messages, Origin origin);
}
