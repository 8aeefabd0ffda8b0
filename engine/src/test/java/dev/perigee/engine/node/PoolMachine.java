package dev.perigee.engine.node;

import dev.perigee.engine.ScenarioText.Command;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// Runs a worker pool by commands and tells what it wants done. Times are milliseconds.
final class PoolMachine implements PoolActions<String>, Function<Command, List<String>> {
  private static final long MS = 1_000_000L;

  /// A way from one state to another.
  record Way(WorkerState from, WorkerState to) {}

  private final Set<Way> ways;
  private final Map<String, FunctionSpec> functions = new HashMap<>();
  private final Map<String, PooledWorker> workers = new HashMap<>();
  private final Map<Long, WorkerState> states = new TreeMap<>();
  private final Map<String, PooledWorker> running = new HashMap<>();
  private final Set<Long> dead = new HashSet<>();
  private final List<String> out = new ArrayList<>();
  private WorkerPool<String> pool = new WorkerPool<>(node(256, NodeState.UP, 1), this);
  private long nowNs;

  /// @param ways collects all that workers did
  PoolMachine(Set<Way> ways) {
    this.ways = ways;
  }

  @Override
  public List<String> apply(Command command) {
    out.clear();
    run(command);
    workers.values().forEach(this::watch);
    return List.copyOf(out);
  }

  private void run(Command command) {
    switch (command.word(0)) {
      case "node" -> pool = new WorkerPool<>(node(command.number(1), NodeState.UP, 1), this);
      case "update" ->
          pool.update(
              node(
                  command.number(1),
                  NodeState.valueOf(command.word(2).toUpperCase(Locale.ROOT)),
                  command.number("revision", 2)));
      case "function" -> functions.put(command.word(1), spec(command));
      case "place" -> out.add(text(place(command)));
      case "invoke" -> {
        for (int i = 2; i < command.words().size(); i++) {
          invoke(command, command.word(i));
        }
      }
      case "started" -> pool.started(worker(command), nowNs);
      case "unstarted" -> pool.startFailed(worker(command), nowNs);
      case "kill" -> dead.add(worker(command).workerId());
      case "finished" -> finished(command, true);
      case "crashed" -> finished(command, false);
      case "at" -> advance(command.number(1) * MS);
      case "withdraw" -> pool.withdraw(id(command), command.number("version", 1), nowNs);
      case "reclaim" -> pool.reclaim(command.number(1), nowNs);
      case "provision" ->
          pool.provision(id(command), command.number("version", 1), command.number(2), nowNs);
      case "leases" -> pool.leases().forEach(lease -> out.add(text(lease)));
      default -> throw new IllegalArgumentException("no such command: " + command);
    }
  }

  private PlacementResult place(Command command) {
    FunctionSpec spec = Objects.requireNonNull(functions.get(command.word(1)));
    Placement placement =
        new Placement(
            spec.id(),
            spec.version(),
            "n1",
            command.number(2),
            spec.memoryMb(),
            0,
            command.number("keepalive", 1_000) * MS,
            command.number("freeze", 50) * MS);
    PlanRef plan =
        new PlanRef(
            command.number("plan", 1), command.number("plan", 1), command.number("epoch", 1));
    return pool.place(placement, spec, plan, command.number("revision", 1), nowNs);
  }

  private void invoke(Command command, String ticket) {
    pool.invoke(id(command), command.number("version", 1), ticket, nowNs);
  }

  private void finished(Command command, boolean reusable) {
    for (int i = 1; i < command.words().size(); i++) {
      PooledWorker worker = Objects.requireNonNull(running.remove(command.word(i)));
      pool.finished(worker, reusable, command.number("took", 5) * MS, nowNs);
      watch(worker);
    }
  }

  private void advance(long toNs) {
    while (pool.nextTickNs() <= toNs) {
      nowNs = Math.max(nowNs, pool.nextTickNs());
      int before = out.size();
      pool.tick(nowNs);
      workers.values().forEach(this::watch);
      if (out.size() > before) {
        out.add(before, nowNs / MS + " ms:");
      }
    }
    nowNs = toNs;
  }

  private PooledWorker worker(Command command) {
    return Objects.requireNonNull(workers.get(command.word(1)), command.word(1));
  }

  private static FunctionId id(Command command) {
    return new FunctionId("default", command.word(1));
  }

  private void watch(PooledWorker worker) {
    WorkerState before = states.put(worker.workerId(), worker.state());
    if (before != null && before != worker.state()) {
      ways.add(new Way(before, worker.state()));
    }
  }

  @Override
  public void start(PooledWorker worker) {
    workers.put(name(worker), worker);
    watch(worker);
    out.add("start " + name(worker) + " of " + name(worker.function()));
  }

  @Override
  public void assign(String ticket, PooledWorker worker, boolean first, boolean thaw) {
    if (worker.running() > 1) {
      ways.add(new Way(WorkerState.BUSY, WorkerState.BUSY));
    }
    watch(worker);
    running.put(ticket, worker);
    String how = (first ? ", its first" : "") + (thaw ? ", thaw it" : "");
    out.add("assign " + ticket + " to " + name(worker) + how);
  }

  @Override
  public void refuse(String ticket, Refusal refusal) {
    out.add("refuse " + ticket + " " + refusal);
  }

  @Override
  public void fail(String ticket, PooledWorker worker) {
    out.add("fail " + ticket + " with " + name(worker));
  }

  @Override
  public void freeze(PooledWorker worker) {
    out.add("freeze " + name(worker));
  }

  @Override
  public void stop(PooledWorker worker) {
    watch(worker);
    out.add("stop " + name(worker) + ", " + worker.state());
  }

  @Override
  public boolean isAlive(PooledWorker worker) {
    return !dead.contains(worker.workerId());
  }

  @Override
  public void release(FunctionId function, int version, int workerCount) {
    out.add("release " + workerCount + " of " + function.name() + ":" + version);
  }

  @Override
  public void demand(FunctionId function, int workerCount) {
    out.add("demand " + workerCount + " of " + function.name());
  }

  private static String name(PooledWorker worker) {
    return "w" + worker.workerId();
  }

  private static String name(FunctionSpec function) {
    return function.name() + ":" + function.version();
  }

  private static String text(PlacementResult result) {
    return switch (result) {
      case PlacementResult.Accepted _ -> "accepted";
      case PlacementResult.Refused no -> "refused " + no.refusal() + ": " + no.detail();
    };
  }

  private static String text(Lease lease) {
    return lease.function().name()
        + ":"
        + lease.version()
        + " leave "
        + lease.leaveCount()
        + ", live "
        + lease.liveCount()
        + ", busy "
        + lease.busyCount()
        + ", frozen "
        + lease.frozenCount()
        + ", waiting "
        + lease.waitingCount()
        + (lease.provisionedCount() == 0
            ? ""
            : ", provisioned "
                + lease.provisionedCount()
                + ", ready "
                + lease.readyCount()
                + ", failed "
                + lease.failedStartCount());
  }

  private static Node node(int memoryMb, NodeState state, long revision) {
    return new Node("n1", "AT", state, 1_000, memoryMb, 1, 2, 100, 1, revision);
  }

  private static FunctionSpec spec(Command command) {
    return new FunctionSpec(
        "default",
        command.word(1),
        command.number("version", 1),
        "provided",
        "bootstrap",
        "",
        command.number("memory", 128),
        3_000,
        Isolation.PROCESS,
        command.number("slots", 1),
        1_000,
        command.number("queue", 100),
        new TreeMap<>());
  }
}
