package dev.perigee.runtime.worker;

import dev.perigee.model.function.FunctionSpec;
import java.nio.file.Path;

/// What a worker is made of.
///
/// @param node id of the node that the worker belongs to
/// @param code directory with the unpacked code, read-only for the worker
/// @param cpuMilli limit of CPU in thousandths of a core
/// @param logs where the function's output goes
public record WorkerSpec(
    String node, FunctionSpec function, Path code, int cpuMilli, LogSink logs) {}
