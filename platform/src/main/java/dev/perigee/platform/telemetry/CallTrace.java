package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.control.Span;
import dev.perigee.world.node.TraceContext;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is kept of a recorded invocation; its spans are made when somebody asks for them.
///
/// @param parent what it belongs to
/// @param entry null if it was refused
/// @param refusal why; empty if it ran
record CallTrace(
    TraceContext parent,
    long spanId,
    UUID invocationId,
    FunctionId function,
    Span.Kind kind,
    long startUtcNs,
    long endUtcNs,
    @Nullable LedgerEntry entry,
    String refusal) {

  private static final int HANDLER = 6;

  /// An id for the span of an invocation: the same one may have several attempts.
  static long spanIdOf(UUID invocationId, long startUtcNs) {
    return mixed(invocationId.getLeastSignificantBits() ^ startUtcNs);
  }

  /// The id of a phase's span, made of its parent's.
  static long phaseId(long spanId, int phase) {
    return mixed(spanId + phase);
  }

  /// What the handler's own spans belong to.
  static long handlerId(long spanId) {
    return phaseId(spanId, HANDLER);
  }

  /// SplitMix64's finaliser; never 0, which stands for no span.
  private static long mixed(long value) {
    long bits = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
    bits = (bits ^ (bits >>> 27)) * 0x94D049BB133111EBL;
    bits ^= bits >>> 31;
    return bits == 0 ? 1 : bits;
  }
}
