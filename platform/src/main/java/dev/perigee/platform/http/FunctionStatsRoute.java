package dev.perigee.platform.http;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingLong;

import dev.perigee.api.FunctionStats;
import dev.perigee.api.FunctionStats.Amounts;
import dev.perigee.api.FunctionStats.Row;
import dev.perigee.api.FunctionView;
import dev.perigee.ledger.digest.FunctionFigures;
import dev.perigee.model.function.FunctionSpec;
import dev.perigee.platform.control.Functions;
import dev.perigee.platform.control.Ledgers;
import io.helidon.http.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The functions of a tenant with what their invocations came to: those that are deployed, and
/// those that are gone but have entries.
final class FunctionStatsRoute {
  private static final int LIMIT_DEFAULT = 50;
  private static final int LIMIT_MAX = 1_000;
  private static final List<String> ORDERS =
      List.of(
          "name",
          "invocations",
          "errors",
          "coldStarts",
          "p50Ms",
          "p99Ms",
          "energyJ",
          "carbonGrams",
          "costUsd");

  private final Functions functions;
  private final Ledgers ledgers;

  FunctionStatsRoute(Functions functions, Ledgers ledgers) {
    this.functions = functions;
    this.ledgers = ledgers;
  }

  List<Route> routes() {
    return List.of(new Route("GET", "/v1/stats/functions", this::functions));
  }

  private void functions(Exchange exchange) {
    RequestParameters parameters = exchange.parameters("match", "order", "limit");
    String match = parameters.text("match").orElse("").toLowerCase(Locale.ROOT);
    String order = parameters.oneOf("order", ORDERS, "invocations");
    int limit = (int) parameters.number("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
    parameters.check();
    String tenant = exchange.tenant();
    Map<String, FunctionFigures> figures = ledgers.ask(digest -> digest.of(tenant).functions());
    List<Row> rows =
        rows(tenant, figures).values().stream()
            .filter(row -> row.name().toLowerCase(Locale.ROOT).contains(match))
            .sorted(order(order).thenComparing(Row::name))
            .toList();
    FunctionFigures totals =
        figures.values().stream().reduce(FunctionFigures.NONE, FunctionFigures::plus);
    List<Row> first = rows.subList(0, Math.min(limit, rows.size()));
    exchange.json(Status.OK_200, new FunctionStats(rows.size(), amounts(totals), first));
  }

  private Map<String, Row> rows(String tenant, Map<String, FunctionFigures> figures) {
    Map<String, Row> rows = new TreeMap<>();
    figures.forEach((name, each) -> rows.put(name, new Row(name, Optional.empty(), amounts(each))));
    for (FunctionSpec spec : functions.list(tenant)) {
      FunctionView view = FunctionRoutes.view(spec);
      Amounts amounts = amounts(figures.getOrDefault(spec.name(), FunctionFigures.NONE));
      rows.put(spec.name(), new Row(spec.name(), Optional.of(view), amounts));
    }
    return rows;
  }

  private static Amounts amounts(FunctionFigures figures) {
    return new Amounts(
        figures.invocations(),
        figures.errors(),
        figures.throttled(),
        figures.coldStarts(),
        figures.p50Ns(),
        figures.p99Ns(),
        figures.energyMicroJ(),
        figures.carbonNanoGramsCo2e(),
        figures.costPicoUsd());
  }

  /// Names from a to z, figures from the largest to the smallest.
  private static Comparator<Row> order(String by) {
    return switch (by) {
      case "name" -> comparing(Row::name);
      case "errors" -> comparingLong((Row row) -> row.amounts().errors()).reversed();
      case "coldStarts" -> comparingLong((Row row) -> row.amounts().coldStarts()).reversed();
      case "p50Ms" -> comparingLong((Row row) -> row.amounts().p50Ns()).reversed();
      case "p99Ms" -> comparingLong((Row row) -> row.amounts().p99Ns()).reversed();
      case "energyJ" -> comparingLong((Row row) -> row.amounts().energyMicroJ()).reversed();
      case "carbonGrams" ->
          comparingLong((Row row) -> row.amounts().carbonNanoGramsCo2e()).reversed();
      case "costUsd" -> comparingLong((Row row) -> row.amounts().costPicoUsd()).reversed();
      default -> comparingLong((Row row) -> row.amounts().invocations()).reversed();
    };
  }
}
