package dev.perigee.runtime.worker;

/// How long a cold start took, by phase.
///
/// @param sandboxNs from the request until the isolated process ran
/// @param initNs loading the runtime and the function's module
public record StartPhases(long sandboxNs, long initNs) {}
