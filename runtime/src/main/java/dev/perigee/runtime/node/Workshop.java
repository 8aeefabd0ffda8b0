package dev.perigee.runtime.node;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Layers;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.image.Image;
import dev.perigee.fabric.image.ImageCommand;
import dev.perigee.fabric.image.ImageStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerFactory;
import dev.perigee.runtime.worker.WorkerSpec;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.world.node.NodePort.PrepareProblem;
import dev.perigee.world.node.ResourceCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Brings together what a worker needs: its code, its factory, its CPU limit and its log.
public final class Workshop {
  /// A sandbox below one core would start and answer slower than its caller expects; AWS Lambda
  /// bursts there too.
  private static final int CPU_MILLI_MIN = 1_000;

  private static final int MEMORY_MB_PER_CPU = 1_769;

  private record Prepared(FunctionId function, int version, String codeSha256) {}

  private final Set<Prepared> prepared = ConcurrentHashMap.newKeySet();
  private final String node;
  private final ArtefactStore artefacts;
  private final FunctionLogs logs;
  private final Function<FunctionSpec, Optional<WorkerFactory>> factories;
  private final ResourceCalls calls;

  /// @param factories the factory for a function's runtime, empty if there is none here
  /// @param calls answers what functions ask of the platform
  public Workshop(
      String node,
      ArtefactStore artefacts,
      FunctionLogs logs,
      Function<FunctionSpec, Optional<WorkerFactory>> factories,
      ResourceCalls calls) {
    this.node = node;
    this.artefacts = artefacts;
    this.logs = logs;
    this.factories = factories;
    this.calls = calls;
  }

  /// Does what can be done before the first call; returns what is wrong.
  public Optional<PrepareProblem> prepare(FunctionSpec function) {
    try {
      prepareOnce(spec(function, false));
      return Optional.empty();
    } catch (WorkerStartException e) {
      return Optional.of(new PrepareProblem(e.fault().name(), String.valueOf(e.getMessage())));
    } catch (FabricException e) {
      return Optional.of(new PrepareProblem("CODE", String.valueOf(e.getMessage())));
    }
  }

  /// Starts a worker. What was deployed before this process began is prepared at its first start.
  /// Its code is held as long as it lives.
  Worker start(WorkerSpec spec) throws WorkerStartException {
    List<Lease> held = new ArrayList<>(List.of(artefacts.hold(spec.function().codeSha256())));
    if (spec.layers().isPresent()) {
      held.add(artefacts.hold(spec.function().layersSha256()));
    }
    try {
      prepareOnce(spec);
      return new HoldingWorker(factory(spec.function()).start(spec), held);
    } catch (WorkerStartException | RuntimeException e) {
      held.forEach(Lease::close);
      throw e;
    }
  }

  private void prepareOnce(WorkerSpec spec) throws WorkerStartException {
    FunctionSpec function = spec.function();
    Prepared key = new Prepared(function.id(), function.version(), function.codeSha256());
    if (!prepared.contains(key)) {
      factory(function).prepare(spec);
      prepared.add(key);
    }
  }

  private WorkerFactory factory(FunctionSpec function) throws WorkerStartException {
    return factories
        .apply(function)
        .orElseThrow(() ->
            WorkerStartException.ofMachine(
                "node " + node + " has nothing to run " + function.runtime() + " with"));
  }

  /// Unpacks the code if it is not there yet.
  ///
  /// @param ahead whether the worker is started ahead of calls
  WorkerSpec spec(FunctionSpec function, boolean ahead) {
    String sha256 = function.codeSha256();
    if (function.runtime().equals(Image.RUNTIME)) {
      ImageStore images = ImageStore.of(artefacts);
      ImageCommand command = ImageCommand.of(images.image(sha256).config(), function.handler());
      return spec(function, images.root(sha256), Optional.of(command), ahead);
    }
    Path code = artefacts.unpacked(sha256, ArchiveLimits.DEFAULT);
    return spec(function, code, Optional.empty(), ahead);
  }

  private Optional<Path> layers(FunctionSpec function) {
    return function.layersSha256().isEmpty()
        ? Optional.empty()
        : Optional.of(new Layers(artefacts).tree(function.layersSha256()));
  }

  private WorkerSpec spec(
      FunctionSpec function, Path code, Optional<ImageCommand> image, boolean ahead) {
    int cpuMilli = Math.max(CPU_MILLI_MIN, function.memoryMb() * 1_000 / MEMORY_MB_PER_CPU);
    return new WorkerSpec(
        node,
        function,
        code,
        cpuMilli,
        line -> logs.append(function.tenant(), function.name(), line),
        image,
        layers(function),
        ahead,
        calls);
  }
}
