package dev.perigee.runtime.worker;

import dev.perigee.model.ledger.Outcome;

/// How a worker ended one invocation.
///
/// @param payload the function's answer, or the JSON body of its error as AWS Lambda words it
/// @param handlerNs from the moment the worker had the event until its answer was complete
/// @param cpuNs CPU time that the sandbox used for it
/// @param reusable whether the worker can take another invocation
public record Answer(
    Outcome outcome, byte[] payload, long handlerNs, long cpuNs, boolean reusable) {}
