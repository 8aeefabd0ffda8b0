package dev.perigee.policy.spi;

import dev.perigee.model.function.FunctionSpec;

/// How many more workers of a function are wanted, and what each reserves.
public record PlacementQuestion(
    FunctionSpec function, int workerCount, int memoryMb, int cpuMilli) {}
