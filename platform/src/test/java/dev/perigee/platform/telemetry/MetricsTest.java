package dev.perigee.platform.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.Json;
import dev.perigee.engine.cap.Amount;
import dev.perigee.engine.cap.Cap;
import dev.perigee.engine.cap.CapState;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.continuum.NodeState;
import dev.perigee.model.decision.Ids;
import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Energy;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Money;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.model.ledger.Phases;
import dev.perigee.model.ledger.Quality;
import dev.perigee.platform.control.NoEvents;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.platform.control.Safeguards.Kind;
import dev.perigee.platform.control.Safeguards.Subject;
import dev.perigee.platform.control.Telemetry.Format;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsTest {
  private static final Pattern NAME = Pattern.compile("\\b(?:faas|process|jvm)_[a-z_]+");

  private final Telemeter telemeter =
      new Telemeter(Tracing.DEFAULT, new FixedClock(), "test", line -> {});
  private final Metrics metrics = telemeter.metrics;

  @Test
  void saysTheSameInBothFormatsAndEachIsValid() {
    metrics.answered(new FunctionId("a", "f"), entry("a", "f", true));
    metrics.answered(new FunctionId("a", "f", "3"), entry("a", "f", false));
    metrics.refused(new FunctionId("b", "g"));

    OpenMetricsReader prometheus = OpenMetricsReader.read(page(Format.PROMETHEUS), false);
    OpenMetricsReader open = OpenMetricsReader.read(page(Format.OPEN_METRICS), true);

    assertThat(prometheus.problems).isEmpty();
    assertThat(open.problems).isEmpty();
    assertThat(open.samples.keySet()).isEqualTo(prometheus.samples.keySet());
    assertThat(prometheus.samples)
        .containsEntry(
            "faas_invocations_total{tenant=\"b\",function=\"g\",outcome=\"throttled\"}", 1.0)
        .containsEntry("faas_coldstart_seconds_count{tenant=\"a\",phase=\"init\"}", 1.0)
        .containsEntry(
            "faas_carbon_grams_total{tenant=\"a\",function=\"f\",node=\"n\\\"1\\\"\"}", 3e-7)
        .containsEntry(
            "faas_cost_usd_total{tenant=\"a\",function=\"f\",node=\"n\\\"1\\\"\"}", 2.02083e-7);
  }

  @Test
  void loosesNothingOfAmountsThatDoublesCanNotHold() {
    for (int i = 0; i < 3; i++) {
      metrics.answered(new FunctionId("a", "f"), entry("a", "f", false, 4_503_599_627_370_497L));
    }

    assertThat(page(Format.PROMETHEUS))
        .contains("function=\"f\",node=\"n\\\"1\\\"\",source=\"cpu\"} 13510798882.111491\n");
  }

  @Test
  void showsEachTenantOnlyItsOwn() {
    metrics.answered(new FunctionId("a", "f"), entry("a", "f", true));
    metrics.answered(new FunctionId("b", "g"), entry("b", "g", true));

    String seen = telemetry().metrics(Format.PROMETHEUS, Optional.of("b"));

    assertThat(seen)
        .contains("tenant=\"b\"")
        .doesNotContain("tenant=\"a\"", "process_", "faas_node_up");
  }

  @Test
  void hasBoundedSeriesAndWholeSumsHoweverManyFunctionsThereAre() {
    int count = 2_000;
    for (int i = 0; i < count; i++) {
      metrics.answered(new FunctionId("a", "f" + i), entry("a", "f" + i, true));
    }
    for (int i = 0; i < 6_000; i++) {
      metrics.refused(new FunctionId("t" + i, "f"));
    }

    assertThat(metrics.functions()).hasSizeLessThan(7_000);
    assertThat(metrics.functions().keySet().stream().filter(id -> id.tenant().equals("a")))
        .hasSize(501);
    assertThat(
            metrics.functions().values().stream()
                .mapToLong(meter -> meter.outcomes[Outcome.OK.ordinal()].sum())
                .sum())
        .isEqualTo(count);
    assertThat(
            metrics.functions().values().stream()
                .mapToLong(meter -> meter.outcomes[Outcome.THROTTLED.ordinal()].sum())
                .sum())
        .isEqualTo(6_000);
  }

  /// The file for Grafana asks for nothing that the platform does not export.
  @Test
  void exportsEveryMetricThatTheGrafanaDashboardNames() throws IOException {
    metrics.answered(new FunctionId("a", "f"), entry("a", "f", true));
    Set<String> exported = OpenMetricsReader.read(page(Format.PROMETHEUS), false).names;
    String dashboard = Files.readString(Path.of("..", "deploy", "grafana", "perigee.json"));

    Set<String> named = new TreeSet<>();
    Matcher names = NAME.matcher(dashboard);
    while (names.find()) {
      named.add(names.group());
    }

    assertThat(Json.readObject(dashboard.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .containsEntry("title", "Perigee");
    assertThat(named).hasSizeGreaterThan(20).isSubsetOf(exported);
  }

  private String page(Format format) {
    return telemetry().metrics(format, Optional.empty());
  }

  private LiveTelemetry telemetry() {
    FunctionId function = new FunctionId("a", "f");
    WorkerCount workers = new WorkerCount(function, 1, 3, 1, 1, 0, 0, 3, 0);
    TreeMap<Amount, Long> limits = new TreeMap<>(Map.of(Amount.INVOCATIONS, 10L));
    CapView cap =
        new CapView(
            new Subject(Kind.TENANT, "a", "a"),
            new Cap(limits, Cap.WINDOW_NS_DEFAULT),
            new long[Amount.values().length],
            new long[Amount.values().length],
            CapState.OK);
    return new LiveTelemetry(
        telemeter,
        new ListedNodes(List.of(new NodeView(node(), "", 1, List.of(workers)))),
        new NoEvents(),
        new ListedCaps(List.of(cap)),
        () -> 1_500_000_000);
  }

  private static Node node() {
    return new Node("n\"1\"", "zone", NodeState.UP, 4_000, 1_024, 5, 20, 300, 1.2, 1);
  }

  static LedgerEntry entry(String tenant, String function, boolean cold) {
    return entry(tenant, function, cold, 3_000);
  }

  private static LedgerEntry entry(String tenant, String function, boolean cold, long cpuMicroJ) {
    return new LedgerEntry(
        UUID.randomUUID(),
        tenant,
        function,
        1,
        "n\"1\"",
        1_795_000_000_000_000_000L,
        Outcome.OK,
        cold,
        new Phases(1_000, 2_000, 3_000, 4_000_000, 5_000_000, 1_000_000),
        128,
        900_000,
        2,
        2,
        new Energy(cpuMicroJ, 200, 0, 0, 10, 0),
        new Carbon(250, 0, 50),
        new Money(200_000, 2_083, 0, 0, 0),
        Quality.MODELLED,
        false,
        300,
        1.2,
        Ids.first(0, 0),
        Ids.first(0, 0));
  }
}
