package dev.perigee.platform.events;

import dev.perigee.world.node.TraceContext;
import java.util.OptionalInt;
import java.util.UUID;

/// An invocation that is to be taken without anybody waiting for its answer.
///
/// @param id the same for the same thing, however often it comes: it is taken once
/// @param patience how often and how long it is tried
public record Delivery(UUID id, Addressee to, byte[] payload, Lineage lineage, Patience patience) {

  /// @param retries attempts after the first that the function failed; empty: as the function has
  ///   it
  /// @param ageMaxS when it is given up; empty: as the function has it
  public record Patience(OptionalInt retries, OptionalInt ageMaxS) {
    public static final Patience OF_FUNCTION =
        new Patience(OptionalInt.empty(), OptionalInt.empty());
  }

  /// One that nothing led to.
  public static Delivery first(UUID id, Addressee to, byte[] payload) {
    return first(id, to, payload, TraceContext.NONE);
  }

  /// One that a caller in a trace sent.
  public static Delivery first(UUID id, Addressee to, byte[] payload, TraceContext trace) {
    return new Delivery(id, to, payload, Lineage.of(id, trace), Patience.OF_FUNCTION);
  }
}
