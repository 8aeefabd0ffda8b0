package dev.perigee.engine;

import dev.perigee.engine.ScenarioText.Command;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Placement;
import dev.perigee.model.decision.PlacementResult;
import dev.perigee.model.decision.Plan;
import dev.perigee.model.decision.PlanResult;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.function.Isolation;
import dev.perigee.policy.PolicyRegistry;
import dev.perigee.world.DispatchTable.Row;
import dev.perigee.world.Effect;
import dev.perigee.world.Entry;
import dev.perigee.world.Event;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;

/// Runs an engine by commands and tells its effects. Plans are named p1, p2, .. as they come; times
/// are seconds.
final class EngineMachine implements Function<Command, List<String>> {
  private static final long S = 1_000_000_000L;

  private final List<Entry> journal = new ArrayList<>();
  private final Map<Long, Entry> asked = new HashMap<>();
  private final Map<String, Plan> plans = new HashMap<>();
  private final List<String> out = new ArrayList<>();
  private Engine engine = engine();
  private long utcNs = 1_000 * S;
  private long requestCount;

  @Override
  public List<String> apply(Command command) {
    out.clear();
    try {
      run(command);
    } catch (EngineException e) {
      out.add("fault: " + e.getMessage());
    }
    return List.copyOf(out);
  }

  private Engine engine() {
    PolicyRegistry policies = PolicyRegistry.builtIn();
    return new Engine(
        EngineSetting.of(1, policies.placement("first-fit"), policies.keepAlive("fixed")),
        List.copyOf(journal));
  }

  private void run(Command command) {
    switch (command.word(0)) {
      case "start" -> {
        asked.clear();
        engine = engine();
        tell(engine.start());
      }
      case "clock" -> utcNs += command.number(1) * S;
      case "appended" -> appended(command.number(1));
      case "append-failed" -> on(new Event.AppendFailed(utcNs, command.number(1), "disk full"));
      case "node" -> on(new Event.NodeObserved(utcNs, node(command)));
      case "lost" -> on(new Event.NodeLost(utcNs, command.word(1)));
      case "restarted" -> on(new Event.NodeRestarted(utcNs, node(command)));
      case "deploy" -> on(new Event.Deployed(utcNs, ++requestCount, spec(command)));
      case "delete" -> on(new Event.Deleted(utcNs, ++requestCount, id(command.word(1))));
      case "demand" -> on(new Event.Demanded(utcNs, id(command.word(1)), command.number(2)));
      case "provision" -> on(new Event.Provisioned(utcNs, id(command.word(1)), command.number(2)));
      case "accept" -> answer(command.word(1), List.of());
      case "refuse" -> answer(command.word(1), command.words().subList(2, 3));
      case "released" ->
          on(
              new Event.Released(
                  utcNs,
                  command.word(1),
                  id(command.word(2)),
                  command.number("version", 1),
                  command.number(3)));
      case "woken" -> on(new Event.Woken(utcNs));
      default -> throw new IllegalArgumentException("no such command: " + command);
    }
  }

  private void appended(long sequence) {
    journal.add(Objects.requireNonNull(asked.get(sequence)));
    on(new Event.Appended(utcNs, sequence));
  }

  private void answer(String name, List<String> refusals) {
    Plan plan = Objects.requireNonNull(plans.get(name));
    List<PlacementResult> results = new ArrayList<>();
    for (Placement placement : plan.placements()) {
      results.add(
          refusals.isEmpty()
              ? new PlacementResult.Accepted(placement)
              : new PlacementResult.Refused(placement, Refusal.valueOf(refusals.getFirst()), ""));
    }
    on(new Event.PlanChecked(utcNs, new PlanResult(plan.planId(), results)));
  }

  private void on(Event event) {
    tell(engine.on(event));
  }

  private void tell(List<Effect> effects) {
    for (Effect effect : effects) {
      if (!(effect instanceof Effect.Explain)) {
        out.add(text(effect));
      }
    }
  }

  private String text(Effect effect) {
    return switch (effect) {
      case Effect.Append append -> {
        asked.put(append.sequence(), append.entry());
        yield "append " + append.sequence() + ": " + text(append.entry());
      }
      case Effect.Acknowledge done -> "acknowledge request " + done.requestId();
      case Effect.Refuse no ->
          "refuse request " + no.requestId() + ": " + no.refusal() + ", " + no.reason();
      case Effect.Explain explain -> "explain " + explain.decision().decisionId();
      case Effect.Propose propose -> text(propose.plan());
      case Effect.Publish publish -> {
        List<String> rows = publish.table().rows().values().stream().map(this::text).toList();
        yield "publish " + (rows.isEmpty() ? "nothing" : String.join("; ", rows));
      }
      case Effect.Withdraw withdraw ->
          "withdraw "
              + withdraw.function().name()
              + ":"
              + withdraw.version()
              + " on "
              + withdraw.node();
      case Effect.Reclaim reclaim -> "reclaim " + reclaim.memoryMb() + " MiB on " + reclaim.node();
      case Effect.Provision provision ->
          "keep "
              + provision.workerCount()
              + " x "
              + provision.function().name()
              + ":"
              + provision.version()
              + " on "
              + provision.node();
      case Effect.Reject reject ->
          "reject " + reject.function().name() + ": " + reject.refusal() + ", " + reject.reason();
      case Effect.Wake wake -> "wake in " + wake.afterNs() / S + " s";
    };
  }

  private static String text(Entry entry) {
    return switch (entry) {
      case Entry.Started started -> "epoch " + started.epoch();
      case Entry.Deployed deployed ->
          "deployed " + deployed.function().name() + ":" + deployed.function().version();
      case Entry.Deleted deleted -> "deleted " + deleted.function().name();
    };
  }

  private String text(Plan plan) {
    String name = "p" + (plans.size() + 1);
    plans.put(name, plan);
    StringBuilder text = new StringBuilder("propose " + name + " of epoch " + plan.epoch() + ":");
    for (Placement each : plan.placements()) {
      text.append(' ').append(each.workerCount()).append(" x ").append(each.function().name());
      text.append(':').append(each.version()).append(" on ").append(each.node());
    }
    plan.readSet()
        .nodes()
        .forEach(read -> text.append(", read ").append(read.node() + "@" + read.revision()));
    return text.toString();
  }

  private String text(Row row) {
    StringBuilder text =
        new StringBuilder(row.function().name() + ":" + row.function().version() + " ->");
    row.routes().forEach(route -> text.append(" " + route.node() + " x " + route.workerCount()));
    return row.routes().isEmpty() ? text.append(" nowhere").toString() : text.toString();
  }

  private static FunctionId id(String name) {
    return new FunctionId("default", name);
  }

  private static Node node(Command command) {
    NodeState state =
        NodeState.valueOf(command.named().getOrDefault("state", "up").toUpperCase(Locale.ROOT));
    return new Node(
        command.word(1),
        "AT",
        state,
        100_000,
        command.number(2),
        1,
        2,
        100,
        1,
        command.number("revision", 1));
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
        1,
        command.number("concurrency", 10),
        100,
        new TreeMap<>());
  }
}
