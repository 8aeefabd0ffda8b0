package dev.perigee.runtime.worker;

import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.world.node.ResourceCalls;
import java.nio.file.Path;
import java.util.Optional;

/// What a worker is made of.
///
/// @param node id of the node that the worker belongs to
/// @param code directory with the unpacked code, read-only for the worker
/// @param cpuMilli limit of CPU in thousandths of a core
/// @param logs where the function's output goes
/// @param image what to run if the code is the root of a container image
/// @param layers folder with what all layers hold together, read-only for the worker
/// @param ahead whether it is started ahead of calls
/// @param calls answers what the function asks of the platform while it runs
public record WorkerSpec(
    String node,
    FunctionSpec function,
    Path code,
    int cpuMilli,
    LogSink logs,
    Optional<ImageCommand> image,
    Optional<Path> layers,
    boolean ahead,
    ResourceCalls calls) {

  /// Of code in an archive.
  public WorkerSpec(String node, FunctionSpec function, Path code, int cpuMilli, LogSink logs) {
    this(
        node,
        function,
        code,
        cpuMilli,
        logs,
        Optional.empty(),
        Optional.empty(),
        false,
        ResourceCalls.NONE);
  }
}
