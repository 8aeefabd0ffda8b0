package dev.perigee.platform.telemetry;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.Telemetry.Format;
import dev.perigee.platform.telemetry.FunctionMeter.NodeMeter;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/// What invocations took, per function.
final class MetricsText {
  private final Map<FunctionId, FunctionMeter> functions = new TreeMap<>();
  private final Map<String, TenantMeter> tenants = new TreeMap<>();
  private final Page page;

  MetricsText(Metrics metrics, Format format, Optional<String> tenant) {
    this.page = new Page(format);
    metrics
        .functions()
        .forEach((id, meter) -> {
          if (tenant.isEmpty() || tenant.get().equals(id.tenant())) {
            functions.put(id, meter);
          }
        });
    metrics
        .tenants()
        .forEach((name, meter) -> {
          if (tenant.isEmpty() || tenant.get().equals(name)) {
            tenants.put(name, meter);
          }
        });
  }

  /// Writes the families and gives the page for more.
  Page write() {
    page.counter("faas_invocations_total", "Invocations by how they ended.");
    functions.forEach(this::outcomes);
    page.histogram("faas_invocation_duration_seconds", "Time of the handler.");
    functions.forEach(
        (id, meter) -> meter.durations.write(page, "faas_invocation_duration_seconds", of(id)));
    page.counter("faas_coldstarts_total", "Invocations that started a worker.");
    functions.forEach((id, meter) -> page.line("faas_coldstarts_total", of(id), meter.coldStarts));
    page.histogram("faas_coldstart_seconds", "Time of cold starts by phase.");
    tenants.forEach(this::coldStarts);
    page.counter("faas_cpu_seconds_total", "Processor time.");
    functions.forEach((id, meter) ->
        page.line("faas_cpu_seconds_total", of(id), Page.decimal(meter.cpuNs.sum(), 9)));
    page.counter("faas_energy_joules_total", "Energy by where it went, as first accounted.");
    functions.forEach(perNode(this::energy));
    page.counter("faas_carbon_grams_total", "Carbon dioxide equivalent, as first accounted.");
    functions.forEach(
        perNode((labels, meter) ->
            page.line(
                "faas_carbon_grams_total", labels, Page.decimal(meter.nanoGramsCo2e.sum(), 9))));
    page.counter("faas_cost_usd_total", "Money by the price catalogue.");
    functions.forEach(
        perNode((labels, meter) ->
            page.line("faas_cost_usd_total", labels, Page.decimal(meter.picoUsd.sum(), 12))));
    return page;
  }

  private void outcomes(FunctionId id, FunctionMeter meter) {
    for (Outcome outcome : Outcome.values()) {
      page.line(
          "faas_invocations_total",
          of(id) + ',' + Page.label("outcome", outcome.text()),
          meter.outcomes[outcome.ordinal()]);
    }
  }

  private void coldStarts(String tenant, TenantMeter meter) {
    for (int i = 0; i < TenantMeter.PHASES.length; i++) {
      String labels =
          Page.label("tenant", tenant) + ',' + Page.label("phase", TenantMeter.PHASES[i]);
      meter.phases[i].write(page, "faas_coldstart_seconds", labels);
    }
  }

  private void energy(String labels, NodeMeter meter) {
    for (int i = 0; i < NodeMeter.SOURCES.length; i++) {
      page.line(
          "faas_energy_joules_total",
          labels + ',' + Page.label("source", NodeMeter.SOURCES[i]),
          Page.decimal(meter.microJ[i].sum(), 6));
    }
  }

  private static BiConsumer<FunctionId, FunctionMeter> perNode(BiConsumer<String, NodeMeter> line) {
    return (id, meter) ->
        new TreeMap<>(meter.nodes)
            .forEach((node, sums) -> line.accept(of(id) + ',' + Page.label("node", node), sums));
  }

  static String of(FunctionId id) {
    String labels = Page.label("tenant", id.tenant()) + ',' + Page.label("function", id.name());
    return id.isLatest() ? labels : labels + ',' + Page.label("version", id.qualifier());
  }
}
