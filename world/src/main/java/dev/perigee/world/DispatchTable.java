package dev.perigee.world;

import dev.perigee.model.function.FunctionId;
import dev.perigee.model.function.FunctionSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where invocations go: compiled by the engine from the accepted plans, immutable, read without a lock on every
/// invocation. A function that is deployed but placed nowhere has a row without routes.
public final class DispatchTable {
  public static final DispatchTable EMPTY = new DispatchTable(0, new TreeMap<>());

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

  private final long revision;
  private final SortedMap<FunctionId, Row> rows;
  private final Map<FunctionId, Row> index;

  public DispatchTable(long revision, SortedMap<FunctionId, Row> rows) {
    this.revision = revision;
    this.rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
    this.index = new java.util.HashMap<>(this.rows);
  }

  public long revision() {
    return revision;
  }

  /// The row of a function, empty when it is not deployed. Constant time.
  public Optional<Row> find(FunctionId function) {
    return Optional.ofNullable(index.get(function));
  }

  /// All rows, in the order of tenant and name.
  public SortedMap<FunctionId, Row> rows() {
    return rows;
  }
}
