package dev.perigee.platform.events;

import java.util.UUID;

/// An invocation that is to be taken without anybody waiting for its answer.
///
/// @param id the same for the same thing, however often it comes: it is taken once
public record Delivery(UUID id, Addressee to, byte[] payload, Lineage lineage) {

  /// One that nothing led to.
  public static Delivery first(UUID id, Addressee to, byte[] payload) {
    return new Delivery(id, to, payload, Lineage.of(id));
  }
}
