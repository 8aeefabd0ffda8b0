package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.platform.control.Safeguards.CapView;
import dev.perigee.world.node.NodePort.WorkerCount;
import java.time.Instant;
import java.util.List;
import java.util.function.BiFunction;

/// Gauges of nodes, queues and caps.
record SiteText(Page page) {

  void nodes(List<NodeView> nodes) {
    page.gauge("faas_node_up", "1 while a node takes work.");
    for (NodeView node : nodes) {
      String labels =
          Page.label("node", node.node().id()) + ',' + Page.label("zone", node.node().zone());
      page.line("faas_node_up", labels, node.node().state().text().equals("up") ? 1 : 0);
    }
    page.gauge("faas_grid_grams_per_kwh", "Carbon intensity of the node's grid in this hour.");
    for (NodeView node : nodes) {
      page.line(
          "faas_grid_grams_per_kwh",
          Page.label("node", node.node().id()),
          node.node().intensityGramsPerKwh());
    }
  }

  /// Workers and their queues, of these nodes.
  void workers(List<NodeView> nodes) {
    page.gauge("faas_workers", "Workers by state.");
    each(nodes, this::states);
    page.gauge("faas_queue_length", "Invocations that wait for a worker.");
    each(
        nodes,
        (labels, count) -> {
          page.line("faas_queue_length", labels, count.waitingCount());
          return page;
        });
  }

  private static void each(List<NodeView> nodes, BiFunction<String, WorkerCount, Page> line) {
    for (NodeView node : nodes) {
      for (WorkerCount count : node.workers()) {
        String of = MetricsText.of(count.function()) + ',' + Page.label("node", node.node().id());
        var _ = line.apply(of, count);
      }
    }
  }

  private Page states(String labels, WorkerCount count) {
    int idle = count.liveCount() - count.busyCount() - count.frozenCount();
    page.line("faas_workers", labels + ",state=\"busy\"", count.busyCount());
    page.line("faas_workers", labels + ",state=\"warm\"", idle);
    page.line("faas_workers", labels + ",state=\"frozen\"", count.frozenCount());
    return page;
  }

  void retries(Events.Postponed postponed) {
    page.counter("faas_async_retries_postponed_total", "Retries that waited for their budget.");
    page.line("faas_async_retries_postponed_total", "", postponed.total());
    page.gauge("faas_async_retries_waiting", "Retries that wait for their budget now.");
    page.line("faas_async_retries_waiting", "", postponed.waiting());
  }

  /// @param oldestAgeNs of what waits, 0 if nothing does
  void queues(Events.Counts events, long oldestAgeNs, long oldestCallAgeNs) {
    page.counter("faas_async_total", "Events by what became of them; enqueued is their sum.");
    event("enqueued", events.enqueued());
    event("queued", events.queued());
    event("inFlight", events.inFlight());
    event("acked", events.acked());
    event("dead", events.dead());
    event("expired", events.expired());
    page.gauge("faas_async_unaccounted", "Events in no count: 0, or something was lost.");
    page.line("faas_async_unaccounted", "", events.unaccounted());
    page.gauge("faas_queue_oldest_age_seconds", "Age of the oldest that waits, 0 if none does.");
    page.line("faas_queue_oldest_age_seconds", "queue=\"async\"", Page.decimal(oldestAgeNs, 9));
    page.line(
        "faas_queue_oldest_age_seconds", "queue=\"callers\"", Page.decimal(oldestCallAgeNs, 9));
  }

  private void event(String state, long count) {
    page.line("faas_async_total", Page.label("state", state), count);
  }

  void traces(long exported, long dropped) {
    page.counter("faas_traces_exported_total", "Invocations whose spans a collector took.");
    page.line("faas_traces_exported_total", "", exported);
    page.counter("faas_traces_dropped_total", "Invocations whose spans could not be sent.");
    page.line("faas_traces_dropped_total", "", dropped);
  }

  void caps(List<CapView> caps) {
    page.gauge("faas_cap_used_ratio", "Used and reserved part of a cap.");
    for (CapView cap : caps) {
      cap.cap()
          .limits()
          .forEach((amount, limit) -> {
            double used = cap.used()[amount.ordinal()] + (double) cap.reserved()[amount.ordinal()];
            page.line(
                "faas_cap_used_ratio",
                subject(cap) + ',' + Page.label("amount", amount.text()),
                limit == 0 ? 1.0 : used / limit);
          });
    }
    page.gauge("faas_cap_state", "0 ok, 1 warned, 2 throttled, 3 suspended.");
    for (CapView cap : caps) {
      page.line("faas_cap_state", subject(cap), cap.state().ordinal());
    }
  }

  private static String subject(CapView cap) {
    return Page.label("tenant", cap.subject().tenant())
        + ','
        + Page.label("kind", cap.subject().kind().text())
        + ','
        + Page.label("name", cap.subject().name());
  }

  /// As the exporters of others have it: a point in time, so that it can be compared with now.
  void certificate(Instant goodUntil) {
    page.gauge(
        "perigee_tls_certificate_expiry_seconds",
        "When the server's certificate expires, Unix time.");
    page.line("perigee_tls_certificate_expiry_seconds", "", goodUntil.getEpochSecond());
  }
}
