package dev.perigee.ledger.digest;

import dev.perigee.ledger.LedgerFollower;
import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.NodeWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// What a whole ledger comes to, per tenant and per node, kept up to date as it grows. Memory is
/// bounded by the number of functions and nodes (some 14 KB each), not by that of entries. Not safe
/// for threads.
public final class LedgerDigest implements LedgerFollower.Listener {
  private final TreeMap<String, TenantDigest> tenants = new TreeMap<>();
  private final TreeMap<String, NodeDigest> nodes = new TreeMap<>();
  private long newestUtcNs = Long.MIN_VALUE;

  /// Amounts over time.
  ///
  /// @param fromUtcNs start of the first bucket; 0 if the ledger is empty
  /// @param toUtcNs how far the ledger has got, in the last bucket; 0 if it is empty
  /// @param rows the largest by energy, largest first
  /// @param others all the rest added up; its key is empty
  /// @param othersCount how many the rest are
  /// @param unattributedMicroJ energy of all nodes that is nobody's
  public record Series(
      Span span,
      long fromUtcNs,
      long toUtcNs,
      List<SeriesRow> rows,
      SeriesRow others,
      int othersCount,
      long[] unattributedMicroJ) {}

  @Override
  public void written(LedgerEntry entry) {
    tenant(entry.tenant()).add(entry);
    newestUtcNs = Math.max(newestUtcNs, entry.startedUtcNs());
  }

  @Override
  public void settled(LedgerEntry provisional, LedgerEntry settled) {
    tenant(settled.tenant()).settle(provisional, settled);
  }

  @Override
  public void closed(NodeWindow window) {
    nodes.computeIfAbsent(window.node(), name -> new NodeDigest()).add(window);
    newestUtcNs = Math.max(newestUtcNs, window.toUtcNs() - 1);
  }

  /// The digest of a tenant; empty if there are no entries.
  public TenantDigest of(String tenant) {
    TenantDigest digest = tenants.get(tenant);
    return digest == null ? new TenantDigest() : digest;
  }

  /// Mean power of a node over the last windows; 0 if there is none.
  public double powerW(String node) {
    NodeDigest digest = nodes.get(node);
    return digest == null ? 0 : digest.powerW();
  }

  /// Energy of a tenant's functions over time, up to the newest time in the ledger.
  public Series byFunction(String tenant, Span span, int limit) {
    return series(span, limit, of(tenant).functionSeries(span, lastBucket(span)));
  }

  /// Energy of the nodes over time, with carbon and money of the tenant's entries there.
  public Series byNode(String tenant, Span span, int limit) {
    List<SeriesRow> rows = new ArrayList<>();
    TenantDigest of = of(tenant);
    nodes.forEach((name, digest) -> rows.add(row(name, digest, of, span)));
    return series(span, limit, rows);
  }

  private SeriesRow row(String name, NodeDigest node, TenantDigest tenant, Span span) {
    long last = lastBucket(span);
    NodeDigest.Share share = tenant.share(name).orElseGet(NodeDigest.Share::new);
    return new SeriesRow(
        name,
        node.attributedMicroJ(span, last),
        share.carbonNanoGramsCo2e(span, last),
        share.costPicoUsd(span, last),
        node.unattributedMicroJ(span, last));
  }

  private Series series(Span span, int limit, List<SeriesRow> rows) {
    List<SeriesRow> ranked = new ArrayList<>(rows);
    ranked.sort(Comparator.comparingLong(row -> -row.totalMicroJ()));
    int kept = Math.min(limit, ranked.size());
    SeriesRow others = SeriesRow.empty("", span.bucketCount());
    ranked.subList(kept, ranked.size()).forEach(others::add);
    return new Series(
        span,
        newestUtcNs == Long.MIN_VALUE
            ? 0
            : span.startUtcNs(lastBucket(span) - span.bucketCount() + 1),
        newestUtcNs == Long.MIN_VALUE ? 0 : newestUtcNs + 1,
        List.copyOf(ranked.subList(0, kept)),
        others,
        ranked.size() - kept,
        unattributed(span));
  }

  private long[] unattributed(Span span) {
    long[] sum = new long[span.bucketCount()];
    for (NodeDigest node : nodes.values()) {
      long[] ofNode = node.unattributedMicroJ(span, lastBucket(span));
      for (int i = 0; i < sum.length; i++) {
        sum[i] = Math.addExact(sum[i], ofNode[i]);
      }
    }
    return sum;
  }

  private long lastBucket(Span span) {
    return newestUtcNs == Long.MIN_VALUE ? 0 : span.bucket(newestUtcNs);
  }

  private TenantDigest tenant(String name) {
    return tenants.computeIfAbsent(name, each -> new TenantDigest());
  }
}
