package dev.perigee.world.wire;

import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Bound;
import dev.perigee.model.decision.Decision;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.ReadSet;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.Destination;
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
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationRequest;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort.PrepareProblem;
import dev.perigee.world.node.NodePort.WorkerCount;
import dev.perigee.world.node.TraceContext;
import dev.perigee.world.node.TraceContext.Sampling;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One message of each kind, with values from a seed.
final class RandomMessages {
  private final SplittableRandom random;

  RandomMessages(long seed) {
    this.random = new SplittableRandom(seed);
  }

  List<NodeCall> calls() {
    return List.of(
        new NodeCall.Place(plan(), placement(), function()),
        new NodeCall.Invoke(
            new InvocationRequest(
                uuid(),
                id(),
                version(),
                bytes(),
                new CallContext(text(), text(), trace()),
                positive(),
                positive()),
            random.nextBoolean()),
        new NodeCall.Prepare(function()),
        new NodeCall.Drain(random.nextBoolean()),
        new NodeCall.Withdraw(id(), version()),
        new NodeCall.Kill(id()),
        new NodeCall.Reclaim(version()),
        new NodeCall.Provision(id(), version(), version()),
        new NodeCall.Workers(),
        new NodeCall.Ledger(positive(), version()),
        new NodeCall.Decisions(positive(), version()),
        new NodeCall.Know(random.nextBoolean(), some(this::function), some(this::id)));
  }

  List<NodeAnswer> answers() {
    return List.of(
        new NodeAnswer.Placed(new PlacementResult.Accepted(placement())),
        new NodeAnswer.Placed(new PlacementResult.Refused(placement(), refusal(), text())),
        new NodeAnswer.Invoked(new InvocationResult.Answered(bytes(), entry())),
        new NodeAnswer.Invoked(new InvocationResult.Refused(refusal(), text())),
        new NodeAnswer.Prepared(Optional.empty()),
        new NodeAnswer.Prepared(Optional.of(new PrepareProblem(text(), text()))),
        new NodeAnswer.Done(),
        new NodeAnswer.Workers(
            some(() ->
                new WorkerCount(
                    id(), version(), version(), version(), 0, version(), version(), 0, version()))),
        new NodeAnswer.Ledger(positive(), -1, random.nextLong(), bytes()),
        new NodeAnswer.Decisions(positive(), some(this::decision)));
  }

  List<NodeNotice> notices() {
    return List.of(
        new NodeNotice.Introduced(
            node(),
            text(),
            positive(),
            some(() -> new NodeNotice.Leave(id(), version(), version()))),
        new NodeNotice.Observed(node()),
        new NodeNotice.Demanded(id(), version()),
        new NodeNotice.Released(id(), version(), version()));
  }

  private Node node() {
    return new Node(
        "n" + text(),
        text(),
        NodeState.values()[random.nextInt(NodeState.values().length)],
        version(),
        version(),
        1.5,
        1.5 + random.nextDouble(),
        random.nextDouble(900),
        1 + random.nextDouble(),
        positive());
  }

  private FunctionId id() {
    int version = random.nextInt(3);
    return new FunctionId(
        "tenant-" + random.nextInt(9),
        "f_" + random.nextInt(99),
        version == 0 ? FunctionId.LATEST : Integer.toString(version));
  }

  private FunctionSpec function() {
    FunctionId id = id();
    SortedMap<String, String> environment = new TreeMap<>();
    some(this::text).forEach(name -> environment.put(name, text()));
    return new FunctionSpec(
            id.tenant(),
            id.name(),
            id.qualifier(),
            version(),
            "python3.13",
            text(),
            text(),
            16 + random.nextInt(1_000),
            1 + random.nextInt(900_000),
            Isolation.values()[random.nextInt(Isolation.values().length)],
            version(),
            random.nextInt(9),
            random.nextInt(9),
            environment)
        .withNetwork(some(() -> new Destination("*.example.org", random.nextInt(9))));
  }

  private Placement placement() {
    return new Placement(
        id(), version(), text(), version(), version(), version(), positive(), positive());
  }

  private Plan plan() {
    ReadSet reads =
        new ReadSet(
            some(() -> new ReadSet.NodeRead(text(), positive())),
            some(() -> new ReadSet.LinkRead(text(), text(), positive())));
    return new Plan(
        random.nextLong(), random.nextLong(), version(), positive(), some(this::placement), reads);
  }

  private Decision decision() {
    return new Decision(
        random.nextLong(),
        random.nextLong(),
        random.nextLong(),
        text(),
        positive(),
        id(),
        text(),
        some(() -> new Decision.Candidate(text(), random.nextBoolean(), Double.NaN, text())),
        random.nextInt(5),
        some(this::placement),
        random.nextBoolean() ? Bound.none(text()) : new Bound(text(), 2.5, 1.5));
  }

  private LedgerEntry entry() {
    return new LedgerEntry(
        uuid(),
        text(),
        text(),
        version(),
        text(),
        random.nextLong(),
        Outcome.values()[random.nextInt(Outcome.values().length)],
        random.nextBoolean(),
        new Phases(positive(), positive(), positive(), positive(), positive(), positive()),
        version(),
        amount(),
        amount(),
        amount(),
        new Energy(amount(), amount(), amount(), amount(), amount(), amount()),
        new Carbon(amount(), amount(), amount()),
        new Money(amount(), amount(), amount(), amount(), amount()),
        Quality.values()[random.nextInt(Quality.values().length)],
        random.nextBoolean(),
        random.nextDouble(),
        1 + random.nextDouble(),
        random.nextLong(),
        random.nextLong());
  }

  private Refusal refusal() {
    return Refusal.values()[random.nextInt(Refusal.values().length)];
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private int version() {
    return 1 + random.nextInt(1 << 20);
  }

  /// Of any magnitude.
  private long amount() {
    return positive() / 8;
  }

  private long positive() {
    return random.nextLong() >>> (1 + random.nextInt(62));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(300)];
    random.nextBytes(bytes);
    return bytes;
  }

  private String text() {
    return "t\u00e4\u20ac".substring(random.nextInt(3)) + random.nextInt(99);
  }

  private <T> List<T> some(Supplier<T> one) {
    return Stream.generate(one).limit(random.nextInt(3)).toList();
  }

  private TraceContext trace() {
    return random.nextBoolean()
        ? TraceContext.NONE
        : new TraceContext(positive(), random.nextLong(), random.nextLong(), Sampling.YES, text());
  }
}
