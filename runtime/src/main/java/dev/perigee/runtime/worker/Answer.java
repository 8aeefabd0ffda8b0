package dev.perigee.runtime.worker;

import dev.perigee.model.ledger.Outcome;

/// How a worker ended one invocation.
///
/// @param payload the function's answer, or the JSON body of its error as AWS Lambda words it
/// @param handlerNs from the moment the worker had the event until its answer was complete
/// @param cpuNs CPU time that the sandbox used for it
/// @param reusable whether the worker can take another invocation
/// @param streamedBytes how much of the answer went to the caller before its end, beside the
///   payload
/// @param egressBytes how much the function sent to others meanwhile
public record Answer(
    Outcome outcome,
    byte[] payload,
    long handlerNs,
    long cpuNs,
    boolean reusable,
    long streamedBytes,
    long egressBytes) {

  /// A whole answer.
  public Answer(Outcome outcome, byte[] payload, long handlerNs, long cpuNs, boolean reusable) {
    this(outcome, payload, handlerNs, cpuNs, reusable, 0);
  }

  /// One that sent nothing to others.
  public Answer(
      Outcome outcome,
      byte[] payload,
      long handlerNs,
      long cpuNs,
      boolean reusable,
      long streamedBytes) {
    this(outcome, payload, handlerNs, cpuNs, reusable, streamedBytes, 0);
  }

  public Answer withEgress(long newEgressBytes) {
    return newEgressBytes == 0
        ? this
        : new Answer(outcome, payload, handlerNs, cpuNs, reusable, streamedBytes, newEgressBytes);
  }
}
