package dev.perigee.platform.registry;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.artefact.Layers;
import dev.perigee.fabric.artefact.Lease;
import dev.perigee.fabric.artefact.Sha256;
import dev.perigee.model.function.Destination;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployed;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.image.ImageLibrary;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.node.NodePort.PrepareProblem;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// Makes a deployment durable: checks it, stores the code, prepares the nodes, asks the engine.
///
/// @param watch hears of what is deployed before who asked for it
record Deployer(
    Clock clock,
    ArtefactStore artefacts,
    ImageLibrary images,
    Controller controller,
    NodeDirectory nodes,
    EntryLog entries,
    DeployWatch watch) {

  static void check(Deployment deployment) {
    List<String> problems = DeploymentCheck.problems(deployment);
    if (!problems.isEmpty()) {
      throw new ControlException(Kind.INVALID, problems);
    }
  }

  /// The code of a deployment, held until it is closed, for until the deployment is written down
  /// nothing else refers to it.
  record Code(Lease lease, long bytes) implements AutoCloseable {
    String sha256() {
      return lease.sha256();
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  /// @param before what is deployed now, whose code stays if no other is given
  Code code(Deployment deployment, Optional<Deployed> before) {
    if (!deployment.image().isEmpty()) {
      Lease image = images.open(deployment.tenant(), deployment.image(), deployment.handler());
      return new Code(image, images.sizeBytes(image.sha256()));
    }
    if (deployment.zip().length == 0 && before.isPresent()) {
      Deployed known = before.get();
      requireSameKind(deployment, known.function());
      return new Code(artefacts.hold(known.function().codeSha256()), known.facts().codeBytes());
    }
    return store(deployment.zip());
  }

  private static void requireSameKind(Deployment deployment, FunctionSpec before) {
    if (ImageLibrary.isImage(before.runtime()) != ImageLibrary.isImage(deployment.runtime())) {
      throw new ControlException(
          Kind.INVALID,
          List.of(
              "runtime '%s' does not go with the code that is there, which is for '%s'"
                  .formatted(deployment.runtime(), before.runtime())));
    }
  }

  /// The list of a deployment's layers, held until it is closed; empty if it has none.
  Optional<Lease> layers(Deployment deployment, Optional<Deployed> before) {
    if (deployment.layers().isPresent()) {
      List<String> layers = deployment.layers().get();
      return layers.isEmpty() ? Optional.empty() : Optional.of(new Layers(artefacts).put(layers));
    }
    return before
        .map(known -> known.function().layersSha256())
        .filter(sha256 -> !sha256.isEmpty())
        .map(artefacts::hold);
  }

  /// AWS Lambda's rule and words.
  void requireSize(String codeSha256, String layersSha256) {
    Layers layers = new Layers(artefacts);
    long bytes = layers.unpackedBytes(codeSha256);
    for (String layer : layers.list(layersSha256)) {
      bytes += layers.unpackedBytes(layer);
    }
    long bytesMax = ArchiveLimits.DEFAULT.maxBytes();
    if (bytes > bytesMax) {
      throw new ControlException(
          Kind.INVALID,
          List.of(
              "Function code combined with layers exceeds the maximum allowed size of %d bytes. The actual size is %d bytes."
                  .formatted(bytesMax, bytes)));
    }
  }

  private Code store(byte[] zip) {
    Lease lease = artefacts.hold(Sha256.of(zip));
    try {
      var _ = artefacts.put(zip);
      var _ = artefacts.unpacked(lease.sha256(), ArchiveLimits.DEFAULT);
      return new Code(lease, zip.length);
    } catch (FabricException e) {
      lease.close();
      Kind kind = e.reason() == FabricException.Reason.DISK_FULL ? Kind.UNAVAILABLE : Kind.INVALID;
      throw new ControlException(kind, List.of("code: " + e.getMessage()));
    }
  }

  /// Workers of a deleted function may live on for a while, so a revision never comes back.
  int nextRevision(FunctionId function) {
    return entries.lastVersion(function) + 1;
  }

  static FunctionSpec spec(Deployment deployment, int revision, String codeSha256) {
    return new FunctionSpec(
            deployment.tenant(),
            deployment.name(),
            revision,
            deployment.runtime(),
            deployment.handler(),
            codeSha256,
            deployment.memoryMb(),
            deployment.timeoutMs(),
            DeploymentCheck.isolation(deployment),
            DeploymentCheck.workerConcurrency(deployment),
            deployment.concurrencyMax(),
            FunctionSpec.QUEUE_MAX_DEFAULT,
            new TreeMap<>(deployment.environment()))
        .withNetwork(deployment.network().stream().map(Destination::of).toList());
  }

  void prepare(FunctionSpec function) {
    for (NodePort node : nodes.all()) {
      Optional<PrepareProblem> problem = node.prepare(function);
      if (problem.isPresent()) {
        Kind kind =
            problem.get().errorType().equals("MACHINE") ? Kind.UNSUPPORTED_HERE : Kind.INVALID;
        throw new ControlException(kind, List.of(problem.get().message()));
      }
    }
  }

  /// Returns when it is durable.
  void deploy(FunctionSpec function) {
    controller.request(requestId -> new Event.Deployed(clock.utcNs(), requestId, function));
    images.deployed(function);
    watch.after(function);
  }

  /// Returns when all are gone for good.
  void delete(List<FunctionId> functions) {
    var asked =
        functions.stream()
            .map(function ->
                controller.ask(requestId -> new Event.Deleted(clock.utcNs(), requestId, function)))
            .toList();
    asked.forEach(controller::await);
  }

  /// This version is not there any more. Images are large, so theirs is looked after at once.
  void gone(FunctionSpec function) {
    if (ImageLibrary.isImage(function.runtime())) {
      images.collect();
    }
  }
}
