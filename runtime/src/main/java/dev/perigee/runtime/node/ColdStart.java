package dev.perigee.runtime.node;

import dev.perigee.runtime.worker.StartPhases;

/// What the start of a worker took; its first invocation pays for it.
///
/// @param fetchNs time that bringing the code to the node took
/// @param cpuNs CPU time of the sandbox until it could take an invocation
public record ColdStart(long fetchNs, StartPhases phases, long cpuNs) {}
