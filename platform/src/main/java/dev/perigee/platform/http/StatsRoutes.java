package dev.perigee.platform.http;

import dev.perigee.api.ColdStats;
import dev.perigee.api.Listing;
import dev.perigee.api.NodeStats;
import dev.perigee.api.SeriesView;
import dev.perigee.ledger.digest.LedgerDigest;
import dev.perigee.ledger.digest.LedgerDigest.Series;
import dev.perigee.ledger.digest.SeriesRow;
import dev.perigee.ledger.digest.Span;
import dev.perigee.ledger.digest.TenantDigest;
import dev.perigee.model.continuum.Node;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Phases;
import dev.perigee.platform.control.ControlPlane;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Ledgers;
import dev.perigee.platform.control.Nodes;
import dev.perigee.world.node.NodePort.WorkerCount;
import io.helidon.http.Status;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/// What the ledgers come to: cold starts, amounts over time, nodes. Bounded answers from a digest
/// in memory, so that asking often costs little however long the ledgers are.
final class StatsRoutes {
  private static final int COLD_DEFAULT = 20;
  private static final int SERIES_DEFAULT = 8;
  private static final int SERIES_MAX = 50;
  private static final List<String> SPANS = Arrays.stream(Span.values()).map(Span::text).toList();
  private static final List<String> KEYS = List.of("node", "function");

  private final Functions functions;
  private final Ledgers ledgers;
  private final Nodes nodes;

  StatsRoutes(ControlPlane control) {
    this.functions = control.functions();
    this.ledgers = control.ledgers();
    this.nodes = control.nodes();
  }

  List<Route> routes() {
    return List.of(
        new Route("GET", "/v1/stats/cold-starts", this::coldStarts),
        new Route("GET", "/v1/stats/series", this::series),
        new Route("GET", "/v1/stats/nodes", this::nodes));
  }

  private void coldStarts(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("limit");
    int limit = (int) parameters.number("limit", 1, TenantDigest.COLD_COUNT_MAX, COLD_DEFAULT);
    parameters.check();
    String tenant = exchange.tenant();
    ColdStats stats =
        ledgers.ask(digest -> {
          TenantDigest of = digest.of(tenant);
          return new ColdStats(
              of.cold(limit).stream().map(StatsRoutes::row).toList(),
              of.newestCold(limit).stream().map(StatsRoutes::start).toList());
        });
    exchange.json(Status.OK_200, stats);
  }

  private static ColdStats.Row row(TenantDigest.ColdFigures figures) {
    return new ColdStats.Row(figures.function(), figures.coldStarts(), parts(figures.medians()));
  }

  private static ColdStats.Start start(LedgerEntry entry) {
    return new ColdStats.Start(
        entry.invocationId().toString(),
        entry.function(),
        entry.node(),
        UtcMs.text(entry.startedUtcNs()),
        parts(entry.phases()));
  }

  private static ColdStats.Parts parts(Phases phases) {
    return new ColdStats.Parts(
        phases.queueNs(),
        phases.placeNs(),
        phases.fetchNs(),
        phases.sandboxNs(),
        phases.initNs(),
        phases.handlerNs());
  }

  private void series(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("by", "span", "limit");
    String by = parameters.oneOf("by", KEYS, "node");
    String span = parameters.oneOf("span", SPANS, Span.MINUTES_15.text());
    int limit = (int) parameters.number("limit", 1, SERIES_MAX, SERIES_DEFAULT);
    parameters.check();
    String tenant = exchange.tenant();
    Series series = ledgers.ask(digest -> series(digest, tenant, by, Span.parse(span), limit));
    exchange.json(Status.OK_200, view(by, series));
  }

  private static Series series(
      LedgerDigest digest, String tenant, String by, Span span, int limit) {
    return by.equals("node")
        ? digest.byNode(tenant, span, limit)
        : digest.byFunction(tenant, span, limit);
  }

  private static SeriesView view(String by, Series series) {
    return new SeriesView(
        series.span().text(),
        by,
        series.span().bucketS(),
        utc(series.fromUtcNs()),
        utc(series.toUtcNs()),
        series.rows().stream().map(StatsRoutes::row).toList(),
        row(series.others()),
        series.othersCount(),
        series.unattributedMicroJ());
  }

  private static String utc(long utcNs) {
    return utcNs == 0 ? "" : UtcMs.text(utcNs);
  }

  private static SeriesView.Row row(SeriesRow row) {
    return new SeriesView.Row(
        row.key(),
        row.energyMicroJ(),
        row.carbonNanoGramsCo2e(),
        row.costPicoUsd(),
        row.unattributedMicroJ());
  }

  private void nodes(Exchange exchange) {
    exchange.parameters().check();
    List<Nodes.NodeView> views = nodes.list();
    List<NodeStats> stats =
        ledgers.ask(digest ->
            views.stream().map(view -> stats(view, digest.powerW(view.node().id()))).toList());
    exchange.json(Status.OK_200, new Listing("nodes", stats));
  }

  /// Sums over the workers of all tenants: how full a node is concerns everybody.
  private NodeStats stats(Nodes.NodeView view, double powerW) {
    Node node = view.node();
    return new NodeStats(
        node.id(),
        node.zone(),
        node.state().text(),
        node.cpuMilli(),
        node.memoryMb(),
        Math.max(0, node.memoryMb() - heldMb(view)),
        sum(view, WorkerCount::liveCount),
        sum(view, WorkerCount::busyCount),
        sum(view, WorkerCount::frozenCount),
        sum(view, WorkerCount::waitingCount),
        powerW,
        node.idleW(),
        node.maxW(),
        node.intensityGramsPerKwh(),
        node.pue());
  }

  private long heldMb(Nodes.NodeView view) {
    return view.workers().stream()
        .mapToLong(count ->
            (long) count.liveCount()
                * functions.find(count.function()).map(FunctionSpec::memoryMb).orElse(0))
        .sum();
  }

  private static int sum(Nodes.NodeView view, ToIntFunction<WorkerCount> count) {
    return view.workers().stream().mapToInt(count).sum();
  }
}
