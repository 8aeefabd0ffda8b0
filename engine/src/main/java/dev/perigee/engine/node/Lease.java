package dev.perigee.engine.node;

import dev.perigee.model.function.FunctionId;

/// What a node holds of one function version.
///
/// @param leaveCount workers that it may run
/// @param liveCount workers that it runs, starting ones included
/// @param busyCount workers with a running invocation
/// @param frozenCount workers that are frozen
/// @param waitingCount invocations in its queue
/// @param provisionedCount workers that are kept whether they are used or not
/// @param readyCount workers that have started
/// @param failedStartCount starts ahead of calls that failed since the last that did not
public record Lease(
    FunctionId function,
    int version,
    int leaveCount,
    int liveCount,
    int busyCount,
    int frozenCount,
    int waitingCount,
    int provisionedCount,
    int readyCount,
    int failedStartCount) {}
