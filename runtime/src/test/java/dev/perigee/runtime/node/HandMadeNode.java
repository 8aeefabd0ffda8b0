package dev.perigee.runtime.node;

import dev.perigee.energy.CarbonModel;
import dev.perigee.energy.NodePower;
import dev.perigee.energy.PowerCurve;
import dev.perigee.energy.PriceCatalogue;
import dev.perigee.engine.node.PooledWorker;
import dev.perigee.fabric.segment.SegmentOptions;
import dev.perigee.fabric.segment.SegmentStore;
import dev.perigee.ledger.LedgerBuffer;
import dev.perigee.ledger.LedgerFilter;
import dev.perigee.ledger.LedgerReader;
import dev.perigee.ledger.LedgerReading;
import dev.perigee.ledger.SegmentFormat;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.ReadSet.NodeRead;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.runtime.worker.Answer;
import dev.perigee.runtime.worker.Invocation;
import dev.perigee.runtime.worker.StartPhases;
import dev.perigee.runtime.worker.Worker;
import dev.perigee.runtime.worker.WorkerStartException;
import dev.perigee.world.Clock;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodeListener;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;

/// A live node of which a test holds every string: the clock, the workers, the ends of calls.
final class HandMadeNode implements Clock, WorkerHost, NodeListener, AutoCloseable {
  static final long MS = 1_000_000L;
  static final long START_CPU_NS = 5 * MS;

  /// A call that goes on until the test ends it.
  record Call(HandMadeWorker worker, Invocation invocation, Consumer<Answer> done) {
    void end(long handlerNs, long cpuNs) {
      worker.cpuNs += cpuNs;
      done.accept(new Answer(Outcome.OK, new byte[2], handlerNs, cpuNs, true));
    }
  }

  /// What reading the node's ledger gives.
  record Read(List<LedgerEntry> entries, LedgerReading reading) {}

  final ArrayDeque<Call> calls = new ArrayDeque<>();
  final List<HandMadeWorker> workers = new ArrayList<>();
  final List<InvocationResult> results = new ArrayList<>();
  final LiveNode node;
  final NodeMeter meter;
  final NodeLedger ledger;
  private final SegmentStore store;
  long utcNs = 1_767_225_600_000_000_000L;
  long monoNs;
  long platformCpuNs;
  Optional<WorkerStartException> startProblem = Optional.empty();
  private long sequence;

  HandMadeNode(Path folder) {
    Node description = new Node("n1", "AT", NodeState.UP, 2_000, 4_096, 10, 30, 200, 1.2, 1);
    store =
        SegmentStore.open(
            folder,
            SegmentOptions.DEFAULT,
            segment -> (int) SegmentFormat.scan(segment, _ -> {}).validBytes(),
            _ -> {});
    ledger = new NodeLedger(new LedgerBuffer("n1", 0, 1 << 10), store, this);
    Tariff tariff = new Tariff(CarbonModel.DEFAULT, PriceCatalogue.AWS_LIKE, (_, _) -> 200);
    NodePower power = new NodePower(2, 4, 5, 15, 0.392, PowerCurve.LINEAR, 0, 0, 0);
    meter = new NodeMeter(description, this, power, tariff, new Counters(), ledger);
    node = new LiveNode(description, this, this, meter, this, _ -> Optional.empty());
  }

  void place(FunctionSpec function, int workerCount) {
    Placement placement =
        new Placement(
            function.id(), function.version(), "n1", workerCount, 128, 0, 60_000 * MS, 50 * MS);
    Plan plan =
        new Plan(
            1, 1, 1, 1, List.of(placement), new ReadSet(List.of(new NodeRead("n1", 1)), List.of()));
    node.place(plan, placement, function, _ -> {});
  }

  void invoke(FunctionSpec function) {
    InvocationRequest request =
        new InvocationRequest(
            new UUID(0, ++sequence),
            function.id(),
            function.version(),
            new byte[3],
            CallContext.of(function.id()),
            0,
            0);
    node.invoke(request, results::add);
  }

  void pass(long ns) {
    utcNs += ns;
    monoNs += ns;
  }

  Read read() {
    ledger.flush();
    List<LedgerEntry> entries = new ArrayList<>();
    LedgerReader reader = new LedgerReader(LedgerFilter.ALL, entries::add);
    byte[] bytes = node.ledger(0, 64 << 20).bytes();
    var _ = SegmentFormat.scan(ByteBuffer.wrap(bytes), reader::accept);
    return new Read(entries, reader.finish());
  }

  LedgerEntry lastEntry() {
    return ((InvocationResult.Answered) results.getLast()).entry();
  }

  static FunctionSpec function(String name, int workerConcurrency) {
    return new FunctionSpec(
        "default",
        name,
        1,
        "provided",
        "bootstrap",
        "",
        128,
        3_000,
        Isolation.PROCESS,
        workerConcurrency,
        100,
        100,
        new TreeMap<>());
  }

  @Override
  public long utcNs() {
    return utcNs;
  }

  @Override
  public long monoNs() {
    return monoNs;
  }

  @Override
  public void start(PooledWorker worker, Consumer<StartResult> done) {
    if (startProblem.isPresent()) {
      ColdStart took = new ColdStart(MS, new StartPhases(0, 7 * MS), 0);
      done.accept(new StartResult.NotStarted(startProblem.get(), took));
      return;
    }
    HandMadeWorker made = new HandMadeWorker();
    workers.add(made);
    done.accept(new StartResult.Started(made, new ColdStart(0, made.startPhases(), START_CPU_NS)));
  }

  @Override
  public void call(Worker worker, Invocation invocation, Consumer<Answer> done) {
    calls.add(new Call((HandMadeWorker) worker, invocation, done));
  }

  @Override
  public void later(Runnable work) {
    work.run();
  }

  @Override
  public void demanded(String id, FunctionId function, int workerCount) {}

  @Override
  public void released(String id, FunctionId function, int version, int workerCount) {}

  @Override
  public void observed(Node changed) {}

  @Override
  public void restarted(Node changed) {}

  @Override
  public void lost(String id) {}

  @Override
  public void close() {
    store.close();
  }

  private final class Counters implements Meters {
    @Override
    public long platformCpuNs() {
      return platformCpuNs;
    }

    @Override
    public OptionalLong processorMicroJ() {
      return OptionalLong.empty();
    }
  }

  /// A worker that dies when the test says so.
  static final class HandMadeWorker implements Worker {
    boolean alive = true;
    boolean frozen;
    long cpuNs;

    @Override
    public Answer invoke(Invocation invocation) {
      throw new UnsupportedOperationException("the host ends calls");
    }

    @Override
    public StartPhases startPhases() {
      return new StartPhases(4 * MS, 2 * MS);
    }

    @Override
    public long cpuNs() {
      return cpuNs;
    }

    @Override
    public long memoryBytes() {
      return 0;
    }

    @Override
    public void freeze() {
      frozen = true;
    }

    @Override
    public void thaw() {
      frozen = false;
    }

    @Override
    public void stop(Duration grace) {
      alive = false;
    }

    @Override
    public boolean isAlive() {
      return alive;
    }
  }
}
