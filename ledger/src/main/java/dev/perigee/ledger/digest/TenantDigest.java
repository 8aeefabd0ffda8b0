package dev.perigee.ledger.digest;

import dev.perigee.model.ledger.LedgerEntry;
import dev.perigee.model.ledger.Phases;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// What the entries of one tenant come to.
public final class TenantDigest {
  /// How many of the newest entries are kept, and how many of the newest cold starts.
  public static final int NEWEST_COUNT_MAX = 500;

  public static final int COLD_COUNT_MAX = 100;

  private final TreeMap<String, FunctionDigest> functions = new TreeMap<>();
  private final TreeMap<String, NodeDigest.Share> nodes = new TreeMap<>();
  private final Newest newest = new Newest(NEWEST_COUNT_MAX);
  private final Newest cold = new Newest(COLD_COUNT_MAX);

  /// The medians of a function's last 64 cold starts, each phase by itself.
  public record ColdFigures(String function, long coldStarts, Phases medians) {}

  TenantDigest() {}

  void add(LedgerEntry entry) {
    function(entry).add(entry);
    newest.add(entry);
    if (entry.coldStart()) {
      cold.add(entry);
    }
    if (!entry.node().isEmpty()) {
      share(entry).add(entry);
    }
  }

  void settle(LedgerEntry provisional, LedgerEntry settled) {
    function(settled).settle(provisional, settled);
    newest.settle(settled);
    if (settled.coldStart()) {
      cold.settle(settled);
    }
    if (!settled.node().isEmpty()) {
      share(settled).settle(provisional, settled);
    }
  }

  private FunctionDigest function(LedgerEntry entry) {
    return functions.computeIfAbsent(entry.function(), name -> new FunctionDigest());
  }

  private NodeDigest.Share share(LedgerEntry entry) {
    return nodes.computeIfAbsent(entry.node(), name -> new NodeDigest.Share());
  }

  /// Figures per function, by name.
  public Map<String, FunctionFigures> functions() {
    TreeMap<String, FunctionFigures> figures = new TreeMap<>();
    functions.forEach((name, digest) -> figures.put(name, digest.figures()));
    return Collections.unmodifiableMap(figures);
  }

  public List<LedgerEntry> newest(int limit) {
    return newest.newestFirst(limit);
  }

  /// One of the newest entries.
  public Optional<LedgerEntry> find(UUID invocationId) {
    return newest.find(invocationId);
  }

  public List<LedgerEntry> newestCold(int limit) {
    return cold.newestFirst(limit);
  }

  /// The functions with the most cold starts.
  public List<ColdFigures> cold(int limit) {
    return functions.entrySet().stream()
        .filter(each -> each.getValue().coldStarts() > 0)
        .sorted(Comparator.comparingLong(each -> -each.getValue().coldStarts()))
        .limit(limit)
        .map(each ->
            new ColdFigures(
                each.getKey(), each.getValue().coldStarts(), each.getValue().coldMedians()))
        .toList();
  }

  List<SeriesRow> functionSeries(Span span, long lastBucket) {
    List<SeriesRow> rows = new ArrayList<>(functions.size());
    functions.forEach((name, digest) -> rows.add(digest.series(name, span, lastBucket)));
    return rows;
  }

  Optional<NodeDigest.Share> share(String node) {
    return Optional.ofNullable(nodes.get(node));
  }
}
