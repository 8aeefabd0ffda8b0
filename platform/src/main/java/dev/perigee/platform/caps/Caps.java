package dev.perigee.platform.caps;

import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapMeter.Admission;
import dev.perigee.fabric.journal.Journal;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.platform.control.FunctionName;
import dev.perigee.platform.control.Invoker;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.gateway.Gateway;
import dev.perigee.platform.nodes.NodeDirectory;
import dev.perigee.world.Clock;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.node.CallContext;
import dev.perigee.world.node.InvocationResult;
import dev.perigee.world.node.NodePort;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Admits calls by the caps of their function and their tenant, and stops functions. Calls that no
/// cap concerns pass with two look-ups.
public final class Caps implements Invoker, Safeguards {
  private static final int TRIPS_MAX = 1_000;

  private final Invoker next;
  private final Gateway gateway;
  private final Gateway.Listener listener;
  private final NodeDirectory nodes;
  private final Clock clock;
  private final CapLog log;
  private final Optional<Cap> ofEveryTenant;
  private final long startedUtcNs;
  private final NavigableMap<Subject, CapGate> gates = new ConcurrentSkipListMap<>();
  private final Probations probations = new Probations();
  private final Set<FunctionName> killed = new TreeSet<>();
  private final Deque<Trip> trips = new ArrayDeque<>();
  private volatile boolean capsFunctions;
  private volatile boolean follows;
  private volatile Optional<Ledgers.Tail> tail = Optional.empty();

  /// What admitted calls go through.
  ///
  /// @param next what runs them
  public record Surroundings(
      Invoker next,
      Gateway gateway,
      Gateway.Listener listener,
      NodeDirectory nodes,
      Journal journal,
      Clock clock) {}

  /// @param ofEveryTenant what a tenant has that was given no cap
  public Caps(Surroundings surroundings, Optional<Cap> ofEveryTenant) {
    this.next = surroundings.next();
    this.gateway = surroundings.gateway();
    this.listener = surroundings.listener();
    this.nodes = surroundings.nodes();
    this.clock = surroundings.clock();
    this.log = new CapLog(surroundings.journal(), clock);
    this.ofEveryTenant = ofEveryTenant;
    this.startedUtcNs = clock.utcNs();
    log.read(this::apply);
    gateway.kill(killed);
  }

  private void apply(CapNote note, long utcNs) {
    switch (note) {
      case CapNote.CapSet set -> put(set.subject(), capOf(set), utcNs);
      case CapNote.CapLifted(Subject subject) -> {
        gates.remove(subject);
        probations.end(subject);
      }
      case CapNote.Probation probation -> begin(probation, utcNs);
      case CapNote.Killed stopped -> killed.add(stopped.function());
      case CapNote.Revived revived -> killed.remove(revived.function());
      case CapNote.Tripped tripped -> {}
    }
    trip(note)
        .ifPresent(what -> remember(new Trip(utcNs, what.subject(), what.state(), what.reached())));
  }

  private static Optional<CapNote.Tripped> trip(CapNote note) {
    return switch (note) {
      case CapNote.Tripped tripped -> Optional.of(tripped);
      case CapNote.Killed(FunctionName function) ->
          Optional.of(new CapNote.Tripped(subject(function), "killed"));
      case CapNote.Revived(FunctionName function) ->
          Optional.of(new CapNote.Tripped(subject(function), "revived"));
      case CapNote.CapLifted(Subject subject) when subject.kind() == Kind.REVISION ->
          Optional.of(new CapNote.Tripped(subject, "released"));
      case CapNote.CapSet _, CapNote.CapLifted _, CapNote.Probation _ -> Optional.empty();
    };
  }

  private static Subject subject(FunctionName function) {
    return new Subject(Kind.FUNCTION, function.tenant(), function.name());
  }

  private static Cap capOf(CapNote.CapSet set) {
    return capOf(set.limits(), set.windowNs());
  }

  private static Cap capOf(SortedMap<String, Long> named, long windowNs) {
    TreeMap<Amount, Long> limits = new TreeMap<>();
    named.forEach((name, limit) -> Amount.of(name).ifPresent(each -> limits.put(each, limit)));
    return new Cap(limits, windowNs);
  }

  private static SortedMap<String, Long> named(Cap cap) {
    TreeMap<String, Long> limits = new TreeMap<>();
    cap.limits().forEach((amount, limit) -> limits.put(amount.text(), limit));
    return limits;
  }

  private void begin(CapNote.Probation note, long utcNs) {
    FunctionId function = new FunctionId(note.tenant(), note.function(), note.qualifier());
    Cap cap = capOf(note.limits(), note.windowNs());
    Subject subject = Probations.subject(function);
    CapGate gate = gate(subject, cap, utcNs);
    if (cap.limits().containsKey(Amount.ENERGY) || cap.limits().containsKey(Amount.CARBON)) {
      follows = true;
      gate.follow(utcNs);
    }
    gates.put(subject, gate);
    probations.begin(function, gate, note.untilUtcNs());
  }

  /// A revision was deployed. If its function has no cap of its own, it begins with a part of the
  /// tenant's.
  public synchronized void deployed(FunctionSpec function) {
    FunctionId id = function.id();
    Optional<Cap> ofTenant =
        gates.containsKey(subject(FunctionName.of(id)))
            ? Optional.empty()
            : Optional.ofNullable(ofTenant(id.tenant())).map(gate -> gate.view().cap());
    if (ofTenant.isPresent()) {
      Cap part = Probations.partOf(ofTenant.get());
      long utcNs = clock.utcNs();
      note(
          new CapNote.Probation(
              id.tenant(),
              id.name(),
              id.qualifier(),
              named(part),
              part.windowNs(),
              utcNs + Probations.LENGTH_NS));
    } else if (gates.containsKey(Probations.subject(id))) {
      note(new CapNote.CapLifted(Probations.subject(id)));
    }
  }

  private CapGate put(Subject subject, Cap cap, long utcNs) {
    capsFunctions |= subject.kind() == Kind.FUNCTION;
    follows = true;
    CapGate gate = gates.computeIfAbsent(subject, _ -> gate(subject, cap, utcNs));
    gate.change(cap);
    gate.follow(utcNs);
    return gate;
  }

  private CapGate gate(Subject subject, Cap cap, long sinceUtcNs) {
    return new CapGate(subject, cap, sinceUtcNs, clock, this::worsened);
  }

  private void worsened(CapView view) {
    String state = view.state().text();
    Reached reached = view.fullest();
    log.tell(
        new CapNote.Tripped(
            view.subject(), state, reached.amount().text(), reached.used(), reached.limit()));
    remember(new Trip(clock.utcNs(), view.subject(), state, Optional.of(reached)));
  }

  private void remember(Trip trip) {
    synchronized (trips) {
      trips.addFirst(trip);
      if (trips.size() > TRIPS_MAX) {
        trips.removeLast();
      }
    }
  }

  /// Counts what the ledgers hold of the windows from before this process.
  public void restore(Ledgers ledgers) {
    Ledgers.Tail whole = ledgers.tail(new CapFollower(this::each));
    whole.catchUp();
    tail = Optional.of(whole);
  }

  private void each(LedgerEntry entry, Consumer<CapGate> act) {
    gate(Kind.FUNCTION, entry.tenant(), entry.function()).ifPresent(act);
    @Nullable CapGate ofRevision =
        probations.find(
            new FunctionId(entry.tenant(), entry.function(), entry.versionText()), clock.utcNs());
    if (ofRevision != null) {
      act.accept(ofRevision);
    }
    @Nullable CapGate ofTenant = ofTenant(entry.tenant());
    if (ofTenant != null) {
      act.accept(ofTenant);
    }
  }

  private Optional<CapGate> gate(Kind kind, String tenant, String name) {
    return Optional.ofNullable(gates.get(new Subject(kind, tenant, name)));
  }

  /// Counts what is new in the ledgers, if a cap was set that needs it.
  public void follow() {
    if (follows) {
      tail.ifPresent(Ledgers.Tail::catchUp);
      gates.values().forEach(CapGate::expire);
    }
  }

  @Override
  public InvocationResult invoke(
      UUID invocationId, FunctionId function, byte[] payload, CallContext context) {
    @Nullable CapGate ofFunction =
        capsFunctions
            ? gates.get(new Subject(Kind.FUNCTION, function.tenant(), function.name()))
            : null;
    if (ofFunction == null && !probations.isEmpty()) {
      ofFunction = probations.find(function, clock.utcNs());
    }
    @Nullable CapGate ofTenant = ofTenant(function.tenant());
    Optional<Row> row =
        ofFunction == null && ofTenant == null ? Optional.empty() : gateway.table().find(function);
    if (row.isEmpty()) {
      return next.invoke(invocationId, function, payload, context);
    }
    FunctionSpec spec = row.get().function();
    return through(
        ofFunction,
        spec,
        invocationId,
        payload,
        () ->
            through(
                ofTenant,
                spec,
                invocationId,
                payload,
                () -> next.invoke(invocationId, function, payload, context)));
  }

  private @Nullable CapGate ofTenant(String tenant) {
    Subject subject = new Subject(Kind.TENANT, tenant, tenant);
    CapGate gate = gates.get(subject);
    return gate != null || ofEveryTenant.isEmpty()
        ? gate
        : gates.computeIfAbsent(subject, _ -> ofEveryTenant(subject, ofEveryTenant.get()));
  }

  private CapGate ofEveryTenant(Subject subject, Cap cap) {
    return gate(subject, cap, startedUtcNs - cap.windowNs());
  }

  /// A call.
  private interface Body {
    InvocationResult run();
  }

  private InvocationResult through(
      @Nullable CapGate gate, FunctionSpec function, UUID id, byte[] payload, Body body) {
    if (gate == null) {
      return body.run();
    }
    return switch (gate.enter(id, function)) {
      case Admission.Admitted(long[] reserved) -> run(gate, id, function, reserved, body);
      case Admission.Wait(Amount amount) ->
          refused(gate, function, id, payload, "CapThrottled:" + amount.text());
      case Admission.Exhausted(Amount amount) ->
          refused(gate, function, id, payload, "CapExhausted:" + amount.text());
    };
  }

  private static InvocationResult run(
      CapGate gate, UUID id, FunctionSpec function, long[] reserved, Body body) {
    @Nullable LedgerEntry entry = null;
    try {
      InvocationResult result = body.run();
      if (result instanceof InvocationResult.Answered answered) {
        entry = answered.entry();
      }
      return result;
    } finally {
      if (entry == null) {
        gate.release(id, reserved);
      } else {
        gate.settle(id, function, reserved, entry);
      }
    }
  }

  private InvocationResult refused(
      CapGate gate, FunctionSpec function, UUID id, byte[] payload, String reason) {
    listener.throttled(id, function, payload.length);
    return new InvocationResult.Refused(
        Refusal.CAP_EXHAUSTED,
        "%s of %s: see GET /v1/caps/%s".formatted(reason, gate.subject(), gate.subject()));
  }

  @Override
  public synchronized CapView cap(Subject subject, Cap cap) {
    CapNote.CapSet note = new CapNote.CapSet(subject, named(cap), cap.windowNs());
    log.append(note);
    return put(subject, cap, clock.utcNs()).view();
  }

  @Override
  public Optional<CapView> find(Subject subject) {
    @Nullable CapGate gate =
        subject.kind() == Kind.TENANT ? ofTenant(subject.tenant()) : gates.get(subject);
    return Optional.ofNullable(gate).map(CapGate::view);
  }

  /// Whether a cap concerns a function.
  public boolean isCapped(FunctionName function) {
    return ofEveryTenant.isPresent()
        || gates.containsKey(subject(function))
        || gates.containsKey(new Subject(Kind.TENANT, function.tenant(), function.tenant()));
  }

  @Override
  public List<CapView> caps(String tenant) {
    long utcNs = clock.utcNs();
    gates.keySet().removeIf(subject -> probations.isOver(subject, utcNs));
    return gates.entrySet().stream()
        .filter(gate -> gate.getKey().tenant().equals(tenant))
        .map(gate -> gate.getValue().view())
        .toList();
  }

  @Override
  public synchronized boolean lift(Subject subject) {
    if (!gates.containsKey(subject)) {
      return false;
    }
    note(new CapNote.CapLifted(subject));
    return true;
  }

  @Override
  public void kill(FunctionName function) {
    note(new CapNote.Killed(function));
    for (FunctionSpec version : gateway.table().versions(function.tenant(), function.name())) {
      for (NodePort node : nodes.all()) {
        node.withdraw(version.id(), version.version());
        node.kill(version.id());
      }
    }
  }

  @Override
  public boolean isKilled(FunctionName function) {
    synchronized (this) {
      return killed.contains(function);
    }
  }

  @Override
  public boolean revive(FunctionName function) {
    if (!isKilled(function)) {
      return false;
    }
    note(new CapNote.Revived(function));
    return true;
  }

  private synchronized void note(CapNote note) {
    log.append(note);
    apply(note, clock.utcNs());
    gateway.kill(killed);
  }

  @Override
  public List<Trip> trips(String tenant) {
    synchronized (trips) {
      return trips.stream().filter(trip -> trip.subject().tenant().equals(tenant)).toList();
    }
  }
}
