package dev.perigee.world.node;

import dev.perigee.model.decision.Refusal;
import dev.perigee.model.ledger.LedgerEntry;

/// How an invocation ended.
public sealed interface InvocationResult {

  /// The function ran, or was cut off while it ran.
  ///
  /// @param payload its answer, or the JSON body of its error
  /// @param entry the ledger's entry while it is provisional
  record Answered(byte[] payload, LedgerEntry entry) implements InvocationResult {}

  /// The function did not run.
  record Refused(Refusal refusal, String reason) implements InvocationResult {}
}
