package dev.perigee.fabric.resource;

import java.util.List;
import java.util.Optional;

/// The resources of all tenants. Thread-safe; what is written is durable when a method returns.
public interface Resources extends AutoCloseable {

  /// Creates a resource, or changes the bounds of the one that is there.
  void put(ResourceId id, ResourceSetting setting);

  Optional<ResourceStatus> find(ResourceId id);

  /// A tenant's resources of one kind, by name.
  List<ResourceStatus> list(String tenant, ResourceId.Kind kind);

  /// Deletes a resource. False if there is none.
  ///
  /// @param full whether it goes with what it holds
  /// @throws dev.perigee.fabric.FabricException CONFLICT if it holds something
  boolean delete(ResourceId id, boolean full);

  Items items();

  Messages messages();

  Changes changes();

  /// Takes away what has outlived its time; returns how much that was.
  int sweep();

  @Override
  void close();
}
