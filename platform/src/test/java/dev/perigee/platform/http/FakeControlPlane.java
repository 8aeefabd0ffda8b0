package dev.perigee.platform.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.Accounts;
import dev.perigee.platform.control.ControlException;
import dev.perigee.platform.control.ControlException.Kind;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Deployment;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Explanations;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Images;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import dev.perigee.platform.control.NoAccounts;
import dev.perigee.platform.control.NoEvents;
import dev.perigee.platform.control.NoSafeguards;
import dev.perigee.platform.control.Nodes;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.control.Telemetry;
import dev.perigee.platform.control.Versions;
import dev.perigee.platform.telemetry.LiveTelemetry;
import dev.perigee.platform.telemetry.Telemeter;
import dev.perigee.platform.telemetry.Tracing;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// A control plane in memory: functions echo their event; names that begin with `fail`, `throttle`,
/// .. do what they say.
final class FakeControlPlane
    implements ControlPlane, Functions, Invoker, Ledgers, Explanations, Nodes, Logs {
  static final long STARTED_UTC_NS = 1_795_000_000_123_456_789L;

  final Map<FunctionId, FunctionSpec> specs = new ConcurrentSkipListMap<>();
  final Map<FunctionId, List<String>> lines = new ConcurrentHashMap<>();
  final LedgerDigest digest = new LedgerDigest();
  final List<String> nodeOrders = new ArrayList<>();
  private final Telemeter telemeter =
      new Telemeter(Tracing.DEFAULT, new StandingClock(), "test", line -> {});
  volatile boolean ready = true;
  volatile Runnable duringInvoke = () -> {};

  @Override
  public Functions functions() {
    return this;
  }

  @Override
  public Images images() {
    return Images.NONE;
  }

  @Override
  public Versions versions() {
    throw new UnsupportedOperationException("versions are tested on a platform");
  }

  @Override
  public Events events() {
    return new NoEvents();
  }

  @Override
  public Invoker invoker() {
    return telemeter.around(this, Span.Kind.SERVER);
  }

  @Override
  public Telemetry telemetry() {
    return new LiveTelemetry(telemeter, this, events(), safeguards(), () -> 0);
  }

  @Override
  public Ledgers ledgers() {
    return this;
  }

  @Override
  public Explanations explanations() {
    return this;
  }

  @Override
  public Nodes nodes() {
    return this;
  }

  @Override
  public Logs logs() {
    return this;
  }

  @Override
  public Accounts accounts() {
    return new NoAccounts("a test");
  }

  @Override
  public Safeguards safeguards() {
    return new NoSafeguards("a test");
  }

  @Override
  public void read(Ledgers.Query query, Consumer<LedgerEntry> sink) {}

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public FunctionSpec deploy(Deployment deployment) {
    List<String> problems = new ArrayList<>();
    if (!FunctionSpec.isLegalName(deployment.name())) {
      problems.add("name '" + deployment.name() + "' is not legal");
    }
    if (!deployment.runtime().startsWith("python3")) {
      problems.add("runtime '" + deployment.runtime() + "' is unknown: known are python3.*");
    }
    if (!problems.isEmpty()) {
      throw new ControlException(Kind.INVALID, problems);
    }
    FunctionId id = new FunctionId(deployment.tenant(), deployment.name());
    return specs.merge(id, spec(deployment, 1), (old, _) -> spec(deployment, old.version() + 1));
  }

  static FunctionSpec spec(Deployment deployment, int version) {
    return new FunctionSpec(
        deployment.tenant(),
        deployment.name(),
        version,
        deployment.runtime(),
        deployment.handler(),
        "ab".repeat(32),
        deployment.memoryMb(),
        deployment.timeoutMs(),
        Isolation.NAMESPACES,
        1,
        deployment.concurrencyMax(),
        FunctionSpec.QUEUE_MAX_DEFAULT,
        new TreeMap<>(deployment.environment()));
  }

  @Override
  public List<FunctionSpec> list(String tenant) {
    return specs.values().stream().filter(spec -> spec.tenant().equals(tenant)).toList();
  }

  @Override
  public Optional<FunctionSpec> find(FunctionId function) {
    return Optional.ofNullable(specs.get(function));
  }

  @Override
  public boolean delete(FunctionId function) {
    return specs.remove(function) != null;
  }

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    duringInvoke.run();
    FunctionSpec spec = specs.get(function);
    if (spec == null) {
      throw new ControlException(Kind.NOT_FOUND, List.of("no such function"));
    }
    String name = function.name();
    if (payload.length > 0 && payload[0] == '<') {
      throw new ControlException(Kind.INVALID, List.of("Unexpected character '<'"));
    }
    if (name.startsWith("throttle")) {
      return new InvocationResult.Refused(Refusal.QUEUE_FULL, "the queue is full");
    }
    if (name.startsWith("unreachable")) {
      return new InvocationResult.Refused(Refusal.UNREACHABLE, "no node can be reached");
    }
    if (name.startsWith("crash")) {
      throw new IllegalStateException("a fault of the platform");
    }
    Outcome outcome = name.startsWith("fail") ? Outcome.ERROR : Outcome.OK;
    byte[] answer = outcome == Outcome.OK ? payload : "{\"errorType\":\"E\"}".getBytes(UTF_8);
    return new InvocationResult.Answered(answer, entry(invocationId, spec, outcome, payload));
  }

  static LedgerEntry entry(UUID id, FunctionSpec spec, Outcome outcome, byte[] payload) {
    return new LedgerEntry(
        id,
        spec.tenant(),
        spec.name(),
        spec.version(),
        "node-1",
        STARTED_UTC_NS,
        outcome,
        true,
        new Phases(1_000, 2_000, 3_000, 4_000_000, 5_000_000, 1_000_000),
        spec.memoryMb(),
        900_000,
        payload.length,
        payload.length,
        new Energy(3_000, 200, 0, 0, 10, 0),
        new Carbon(250, 0, 50),
        new Money(200_000, 2_083, 0, 0, 0),
        Quality.MODELLED,
        false,
        300,
        1.2,
        Ids.first(0, 0),
        Ids.first(0, 0));
  }

  @Override
  public void writeJson(Query query, Appendable out) throws IOException {
    out.append("{\"entries\":[");
    String separator = "";
    for (int i = 1; i <= 3; i++) {
      out.append(separator).append(entryJson(query, i));
      separator = ",\n";
    }
    out.append("],\"nodes\":[{\"node\":\"node-1\",\"energyJ\":1}]}");
  }

  /// A name with braces and quotes in it: whoever cuts this text has to read JSON.
  private static String entryJson(Query query, int number) {
    return "{\"invocationId\":\"id-%d\",\"function\":\"%s\",\"note\":\"a \\\"}]{ b\",\"startedUtc\":\"2026-11-24T10:00:0%d.000Z\",\"decisionId\":\"d-0-1\",\"more\":{\"x\":[1,2]}}"
        .formatted(number, query.function().orElse("any"), number == 3 ? 0 : number);
  }

  @Override
  public void writeCsv(Query query, Appendable out) throws IOException {
    out.append("invocationId,function\nid-1,").append(query.function().orElse("any")).append("\n");
  }

  @Override
  public void writeRollupCsv(String by, Query query, Appendable out) throws IOException {
    out.append("key\n").append(by).append("\n");
  }

  @Override
  public void writeRollupJson(String by, Query query, Appendable out) throws IOException {
    out.append("{\"rows\":[{\"key\":\"" + by + query.sinceUtcNs().orElse(0) + "\"}]}");
  }

  @Override
  public Tail tail(LedgerFollower.Listener listener) {
    return () -> {};
  }

  @Override
  public <T> T ask(Function<LedgerDigest, T> question) {
    return question.apply(digest);
  }

  @Override
  public Optional<Decision> find(long decisionId) {
    return latest(1).stream().filter(d -> d.decisionId() == decisionId).findFirst();
  }

  @Override
  public List<PlacementResult> results(long planId) {
    return latest(1).getFirst().chosen().stream()
        .map(placement -> (PlacementResult) new PlacementResult.Accepted(placement))
        .toList();
  }

  @Override
  public List<Decision> latest(int countMax) {
    FunctionId function = new FunctionId("default", "hello");
    return List.of(
        new Decision(
            Ids.first(0, 0),
            Ids.first(0, 0),
            STARTED_UTC_NS,
            "first-fit",
            7,
            function,
            "a place for 1 worker of 128 MB",
            List.of(
                new Decision.Candidate("node-1", true, 0.5, "fits"),
                new Decision.Candidate("node-2", false, Double.NaN, "draining")),
            0,
            List.of(
                new Placement(function, 1, "node-1", 1, 128, 72, 600_000_000_000L, 50_000_000L)),
            Bound.none("loadFraction")));
  }

  @Override
  public List<NodeView> list() {
    Node node = new Node("node-1", "AT", NodeState.UP, 2_000, 4_096, 5, 20, 300, 1.2, 1);
    WorkerCount workers =
        new WorkerCount(new FunctionId("default", "hello"), 1, 3, 1, 1, 2, 0, 3, 0);
    return List.of(new NodeView(node, "unix:/tmp/n1", 4_242, List.of(workers)));
  }

  @Override
  public void drain(String node) {
    order("drain", node);
  }

  @Override
  public void resume(String node) {
    order("resume", node);
  }

  @Override
  public void cut(String node, Duration time) {
    order("cut " + time, node);
  }

  private void order(String what, String node) {
    if (!node.equals("node-1")) {
      throw new ControlException(Kind.NOT_FOUND, List.of("there is no node '" + node + "'"));
    }
    nodeOrders.add(what);
  }

  @Override
  public Page read(FunctionId function, long position, int linesMax, LogQuery query) {
    List<String> all = lines.getOrDefault(function, List.of());
    int from = (int) Math.min(position, all.size());
    int to = Math.min(all.size(), from + linesMax);
    return new Page(texts(all.subList(from, to)), to);
  }

  @Override
  public Page tail(FunctionId function, int linesMax, LogQuery query) {
    List<String> all = lines.getOrDefault(function, List.of());
    return new Page(texts(all.subList(Math.max(0, all.size() - linesMax), all.size())), all.size());
  }

  private static List<Line> texts(List<String> lines) {
    return lines.stream()
        .map(text -> new Line(Optional.empty(), Optional.empty(), Optional.empty(), text))
        .toList();
  }
}
