package dev.perigee.platform.http;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.ledger.Outcome;
import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.platform.http.FunctionMeter.NodeMeter;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;

/// The metrics in the Prometheus text format 0.0.4: base units, `_total` for counters.
final class MetricsText {
  private static final double NS_PER_S = 1e9;

  private final Map<FunctionId, FunctionMeter> functions;
  private final List<NodeView> nodes;
  private final Events.Counts events;
  private final StringBuilder out = new StringBuilder(4_096);

  MetricsText(Metrics metrics, List<NodeView> nodes, Events.Counts events) {
    this.functions = new TreeMap<>(metrics.functions());
    this.nodes = nodes;
    this.events = events;
  }

  String write() {
    head("faas_invocations_total", "counter", "Invocations by how they ended.");
    functions.forEach(this::outcomes);
    head("faas_invocation_duration_seconds", "histogram", "Time of the handler.");
    functions.forEach(this::durations);
    head("faas_coldstarts_total", "counter", "Invocations that started a worker.");
    functions.forEach((id, meter) -> line("faas_coldstarts_total", of(id), meter.coldStarts.sum()));
    head("faas_coldstart_seconds", "counter", "Time of cold starts by phase, summed up.");
    functions.forEach(this::coldStarts);
    head("faas_energy_joules_total", "counter", "Energy by where it went, as first accounted.");
    functions.forEach(perNode(this::energy));
    head("faas_carbon_grams_total", "counter", "Carbon dioxide equivalent, as first accounted.");
    functions.forEach(perNode(this::carbon));
    head("faas_workers", "gauge", "Workers by state.");
    nodes.forEach(node -> node.workers().forEach(count -> workers(node, count)));
    head("faas_queue_length", "gauge", "Invocations that wait for a worker.");
    nodes.forEach(node -> node.workers().forEach(count -> waiting(node, count)));
    events();
    return out.toString();
  }

  private void events() {
    head("faas_async_total", "counter", "Events by what became of them; enqueued is their sum.");
    event("enqueued", events.enqueued());
    event("queued", events.queued());
    event("inFlight", events.inFlight());
    event("acked", events.acked());
    event("dead", events.dead());
    event("expired", events.expired());
    head("faas_async_unaccounted", "gauge", "Events in no count: 0, or something was lost.");
    out.append("faas_async_unaccounted ").append(events.unaccounted()).append('\n');
  }

  private void event(String state, long count) {
    line("faas_async_total", "state=\"" + state + '"', count);
  }

  private void outcomes(FunctionId id, FunctionMeter meter) {
    for (Outcome outcome : Outcome.values()) {
      line(
          "faas_invocations_total",
          of(id) + ",outcome=\"" + outcome.text() + '"',
          meter.outcomes[outcome.ordinal()].sum());
    }
  }

  private void durations(FunctionId id, FunctionMeter meter) {
    String name = "faas_invocation_duration_seconds";
    long count = 0;
    for (int i = 0; i < FunctionMeter.BOUNDS_NS.length; i++) {
      count += meter.buckets[i].sum();
      line(
          name + "_bucket", of(id) + ",le=\"" + FunctionMeter.BOUNDS_NS[i] / NS_PER_S + '"', count);
    }
    count += meter.buckets[FunctionMeter.BOUNDS_NS.length].sum();
    line(name + "_bucket", of(id) + ",le=\"+Inf\"", count);
    line(name + "_sum", of(id), meter.durationNs.sum() / NS_PER_S);
    line(name + "_count", of(id), count);
  }

  private void coldStarts(FunctionId id, FunctionMeter meter) {
    for (int i = 0; i < FunctionMeter.PHASES.length; i++) {
      line(
          "faas_coldstart_seconds",
          of(id) + ",phase=\"" + FunctionMeter.PHASES[i] + '"',
          meter.coldNs[i].sum() / NS_PER_S);
    }
  }

  private void energy(String labels, NodeMeter meter) {
    for (int i = 0; i < NodeMeter.SOURCES.length; i++) {
      LongAdder microJ = meter.microJ[i];
      line(
          "faas_energy_joules_total",
          labels + ",source=\"" + NodeMeter.SOURCES[i] + '"',
          Millionths.text(microJ.sum()));
    }
  }

  private void carbon(String labels, NodeMeter meter) {
    line("faas_carbon_grams_total", labels, meter.nanoGramsCo2e.sum() / 1e9);
  }

  private void workers(NodeView node, WorkerCount count) {
    String labels = of(count.function()) + ",node=\"" + escaped(node.node().id()) + '"';
    int idle = count.liveCount() - count.busyCount() - count.frozenCount();
    line("faas_workers", labels + ",state=\"busy\"", count.busyCount());
    line("faas_workers", labels + ",state=\"warm\"", idle);
    line("faas_workers", labels + ",state=\"frozen\"", count.frozenCount());
  }

  private void waiting(NodeView node, WorkerCount count) {
    String labels = of(count.function()) + ",node=\"" + escaped(node.node().id()) + '"';
    line("faas_queue_length", labels, count.waitingCount());
  }

  private static BiConsumer<FunctionId, FunctionMeter> perNode(BiConsumer<String, NodeMeter> line) {
    return (id, meter) ->
        new TreeMap<>(meter.nodes)
            .forEach((node, sums) -> line.accept(of(id) + ",node=\"" + escaped(node) + '"', sums));
  }

  private static String of(FunctionId id) {
    String labels =
        "tenant=\"" + escaped(id.tenant()) + "\",function=\"" + escaped(id.name()) + '"';
    return id.isLatest() ? labels : labels + ",version=\"" + id.qualifier() + '"';
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, Object value) {
    out.append(name).append('{').append(labels).append("} ").append(value).append('\n');
  }
}
