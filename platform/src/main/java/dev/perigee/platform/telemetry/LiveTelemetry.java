package dev.perigee.platform.telemetry;

import dev.perigee.platform.control.Events;
import dev.perigee.platform.control.Nodes;
import dev.perigee.platform.control.Nodes.NodeView;
import dev.perigee.platform.control.Safeguards;
import dev.perigee.platform.control.Span;
import dev.perigee.platform.control.Telemetry;
import dev.perigee.platform.trigger.Subscription;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Reads what was counted, and what the parts of the platform say of themselves.
///
/// @param oldestCallAgeNs of the callers whose function is placed nowhere yet
/// @param certificateGoodUntil empty without TLS
/// @param subscriptions of triggers of all tenants
public record LiveTelemetry(
    Telemeter telemeter,
    Nodes nodes,
    Events events,
    Safeguards safeguards,
    LongSupplier oldestCallAgeNs,
    Supplier<Optional<Instant>> certificateGoodUntil,
    Supplier<List<Subscription>> subscriptions)
    implements Telemetry {

  /// Without TLS and triggers.
  public LiveTelemetry(
      Telemeter telemeter,
      Nodes nodes,
      Events events,
      Safeguards safeguards,
      LongSupplier oldestCallAgeNs) {
    this(telemeter, nodes, events, safeguards, oldestCallAgeNs, Optional::empty, List::of);
  }

  @Override
  public String metrics(Format format, Optional<String> tenant) {
    Page page = new MetricsText(telemeter.metrics, format, tenant).write();
    SiteText site = new SiteText(page);
    List<NodeView> views = nodes.list();
    site.workers(
        tenant.isEmpty() ? views : views.stream().map(view -> only(view, tenant.get())).toList());
    site.caps(tenants(tenant).flatMap(name -> safeguards.caps(name).stream()).toList());
    new SubscriptionText(page).write(subscriptions(tenant));
    if (tenant.isEmpty()) {
      site.nodes(views);
      site.retries(events.postponed());
      site.queues(events.counts(), events.oldestAgeNs(), oldestCallAgeNs.getAsLong());
      site.traces(telemeter.exported(), telemeter.dropped());
      certificateGoodUntil.get().ifPresent(site::certificate);
      new ProcessText(page).write();
    }
    return page.end();
  }

  @Override
  public List<Span> traces(String tenant, Optional<String> function, int countMax) {
    return telemeter.traces.newest(tenant, function, countMax);
  }

  @Override
  public List<Span> trace(String tenant, String id) {
    return telemeter.traces.find(tenant, id);
  }

  /// Whoever was not heard of since the start used nothing of a cap that could be shown.
  private Stream<String> tenants(Optional<String> tenant) {
    TreeSet<String> known = new TreeSet<>();
    telemeter.metrics.functions().keySet().forEach(id -> known.add(id.tenant()));
    return tenant.map(Stream::of).orElseGet(known::stream);
  }

  private List<Subscription> subscriptions(Optional<String> tenant) {
    return subscriptions.get().stream()
        .filter(each -> tenant.isEmpty() || tenant.get().equals(each.trigger().tenant()))
        .toList();
  }

  private static NodeView only(NodeView view, String tenant) {
    return new NodeView(
        view.node(),
        view.endpoint(),
        view.processId(),
        view.workers().stream().filter(count -> count.function().tenant().equals(tenant)).toList());
  }
}
