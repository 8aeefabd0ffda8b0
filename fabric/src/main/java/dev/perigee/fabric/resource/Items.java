package dev.perigee.fabric.resource;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The values of tables and the objects of buckets. Thread-safe; what is written is durable when a
/// method returns. A resource that is not there is a fault with the reason NOT_FOUND.
public interface Items {

  /// What a write waits for.
  sealed interface Condition {
    record Any() implements Condition {}

    record Absent() implements Condition {}

    record Version(long version) implements Condition {}
  }

  /// @param ttlS how long it is kept; empty: as the resource says
  record Write(
      String key,
      byte[] value,
      String contentType,
      Condition condition,
      OptionalLong ttlS,
      Origin origin) {}

  Optional<Item> get(ResourceId resource, String key);

  /// Returns the new version.
  ///
  /// @throws dev.perigee.fabric.FabricException CONFLICT if the condition does not hold, BUSY if
  ///   there is no room
  long put(ResourceId resource, Write write);

  /// False if there was none.
  boolean delete(ResourceId resource, String key, Condition condition, Origin origin);

  /// Keys in order, without their values.
  ///
  /// @param after where the page begins: behind this key
  List<Item> list(ResourceId resource, String prefix, String after, int countMax);
}
