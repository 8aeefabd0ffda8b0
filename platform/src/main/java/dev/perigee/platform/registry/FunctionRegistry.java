package dev.perigee.platform.registry;

import dev.perigee.fabric.FabricException;
import dev.perigee.fabric.artefact.ArchiveLimits;
import dev.perigee.fabric.artefact.ArtefactStore;
import dev.perigee.fabric.log.FunctionLogs;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.live.Controller;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.platform.record.EntryLog;
import dev.perigee.world.Clock;
import dev.perigee.world.Event;
import dev.perigee.world.node.NodePort;
import dev.perigee.world.node.NodePort.PrepareProblem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// Deploys and deletes functions; deployments of one function go one after the other.
public final class FunctionRegistry implements Functions {
  private final Clock clock;
  private final ArtefactStore artefacts;
  private final FunctionLogs logs;
  private final Controller controller;
  private final NodeDirectory nodes;
  private final Gateway gateway;
  private final EntryLog entries;
  private final Map<FunctionId, ReentrantLock> order = new ConcurrentHashMap<>();

  public FunctionRegistry(
      Clock clock,
      ArtefactStore artefacts,
      FunctionLogs logs,
      Controller controller,
      NodeDirectory nodes,
      Gateway gateway,
      EntryLog entries) {
    this.clock = clock;
    this.artefacts = artefacts;
    this.logs = logs;
    this.controller = controller;
    this.nodes = nodes;
    this.gateway = gateway;
    this.entries = entries;
  }

  @Override
  public FunctionSpec deploy(Deployment deployment) {
    List<String> problems = DeploymentCheck.problems(deployment);
    if (!problems.isEmpty()) {
      throw new ControlException(Kind.INVALID, problems);
    }
    String codeSha256 = store(deployment);
    FunctionId id = new FunctionId(deployment.tenant(), deployment.name());
    ReentrantLock lock = order.computeIfAbsent(id, _ -> new ReentrantLock());
    lock.lock();
    try {
      int version = entries.lastVersion(id) + 1;
      FunctionSpec function = spec(deployment, version, codeSha256);
      prepare(function);
      controller.request(requestId -> new Event.Deployed(clock.utcNs(), requestId, function));
      return function;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public List<FunctionSpec> list(String tenant) {
    return gateway.table().functions(tenant);
  }

  @Override
  public Optional<FunctionSpec> find(FunctionId function) {
    return gateway.table().function(function);
  }

  @Override
  public boolean delete(FunctionId function) {
    if (find(function).isEmpty()) {
      return false;
    }
    controller.request(requestId -> new Event.Deleted(clock.utcNs(), requestId, function));
    logs.delete(function.tenant(), function.name());
    return true;
  }

  private String store(Deployment deployment) {
    try {
      String sha256 = artefacts.put(deployment.zip());
      var _ = artefacts.unpacked(sha256, ArchiveLimits.DEFAULT);
      return sha256;
    } catch (FabricException e) {
      Kind kind = e.reason() == FabricException.Reason.DISK_FULL ? Kind.UNAVAILABLE : Kind.INVALID;
      throw new ControlException(kind, List.of("code: " + e.getMessage()));
    }
  }

  private static FunctionSpec spec(Deployment deployment, int version, String codeSha256) {
    return new FunctionSpec(
        deployment.tenant(),
        deployment.name(),
        version,
        deployment.runtime(),
        deployment.handler(),
        codeSha256,
        deployment.memoryMb(),
        deployment.timeoutMs(),
        DeploymentCheck.isolation(deployment),
        DeploymentCheck.workerConcurrency(deployment),
        deployment.concurrencyMax(),
        FunctionSpec.QUEUE_MAX_DEFAULT,
        new TreeMap<>(deployment.environment()));
  }

  private void prepare(FunctionSpec function) {
    for (NodePort node : nodes.all()) {
      Optional<PrepareProblem> problem = node.prepare(function);
      if (problem.isPresent()) {
        Kind kind =
            problem.get().errorType().equals("MACHINE") ? Kind.UNSUPPORTED_HERE : Kind.INVALID;
        throw new ControlException(kind, List.of(problem.get().message()));
      }
    }
  }
}
