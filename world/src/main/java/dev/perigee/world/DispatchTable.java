package dev.perigee.world;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/// Where invocations go: compiled by the engine from the accepted plans, immutable, read without a
/// lock on every invocation. A function that is deployed but placed nowhere has a row without
/// routes.
public final class DispatchTable {
  public static final DispatchTable EMPTY =
      new DispatchTable(0, Collections.nCopies(256, Map.of()));

  /// One node that has leave to run a function.
  ///
  /// @param workerCount workers that it may run
  public record Route(String node, int workerCount, long planId, long decisionId) {}

  /// All that the hot path needs to know of a function.
  public record Row(FunctionSpec function, List<Route> routes) {
    public Row {
      routes = List.copyOf(routes);
    }
  }

  /// Changing one row copies one bucket and this many references, whatever the number of functions.
  private static final int BUCKETS = 256;

  private final long revision;
  private final List<Map<FunctionId, Row>> buckets;

  private DispatchTable(long revision, List<Map<FunctionId, Row>> buckets) {
    this.revision = revision;
    this.buckets = buckets;
  }

  /// Counts up with every change.
  public long revision() {
    return revision;
  }

  /// The row of a function, empty when it is not deployed. Constant time.
  public Optional<Row> find(FunctionId function) {
    return Optional.ofNullable(buckets.get(bucket(function)).get(function));
  }

  /// A function, empty when it is not deployed.
  public Optional<FunctionSpec> function(FunctionId function) {
    return find(function).map(Row::function);
  }

  /// All functions in all their versions.
  public List<FunctionSpec> functions() {
    return rows().values().stream().map(Row::function).toList();
  }

  /// The functions of a tenant as they were deployed last, by name.
  public List<FunctionSpec> functions(String tenant) {
    return rows().values().stream()
        .map(Row::function)
        .filter(function -> function.tenant().equals(tenant) && function.id().isLatest())
        .toList();
  }

  /// All versions of a function.
  public List<FunctionSpec> versions(String tenant, String name) {
    return rows().values().stream()
        .map(Row::function)
        .filter(function -> function.tenant().equals(tenant) && function.name().equals(name))
        .toList();
  }

  /// A table of these rows.
  public static DispatchTable of(Collection<Row> rows) {
    List<Map<FunctionId, Row>> buckets = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      buckets.add(new HashMap<>());
    }
    for (Row row : rows) {
      FunctionId function = row.function().id();
      buckets.get(bucket(function)).put(function, row);
    }
    return new DispatchTable(rows.size(), buckets);
  }

  /// The table with one row added or replaced.
  public DispatchTable with(Row row) {
    FunctionId function = row.function().id();
    return changed(function, rows -> rows.put(function, row));
  }

  /// The table without a function.
  public DispatchTable without(FunctionId function) {
    return changed(function, rows -> rows.remove(function));
  }

  /// All rows, in the order of tenant and name.
  public SortedMap<FunctionId, Row> rows() {
    SortedMap<FunctionId, Row> all = new TreeMap<>();
    buckets.forEach(all::putAll);
    return all;
  }

  private DispatchTable changed(FunctionId function, Consumer<Map<FunctionId, Row>> change) {
    int bucket = bucket(function);
    Map<FunctionId, Row> rows = new HashMap<>(buckets.get(bucket));
    change.accept(rows);
    List<Map<FunctionId, Row>> copy = new ArrayList<>(buckets);
    copy.set(bucket, rows);
    return new DispatchTable(revision + 1, copy);
  }

  private static int bucket(FunctionId function) {
    int hash = function.hashCode();
    return (hash ^ (hash >>> 16)) & (BUCKETS - 1);
  }
}
