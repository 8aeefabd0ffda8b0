package dev.perigee.engine.dispatch;

import dev.perigee.engine.node.WorkerPool;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Sends invocations to nodes by the dispatch table and holds those of functions that are placed
/// nowhere yet. Not thread-safe: its owner calls it from one thread at a time.
///
/// Among several nodes the one with the fewest invocations in flight per worker gets the next; a
/// tie goes to the earlier route.
///
/// @param <T> an invocation, as its caller knows it
public final class Dispatcher<T> {

  /// An invocation that met a node which had just given back its leave, or was just lost, is sent
  /// anew this often.
  public static final int BOUNCE_COUNT_MAX = 8;

  /// One function as this gateway sees it.
  private final class Flow {
    private Row row;
    private final Map<String, Integer> inFlight = new TreeMap<>();
    private final ArrayDeque<T> pending = new ArrayDeque<>();
    private boolean demanded;

    Flow(Row row) {
      this.row = row;
    }
  }

  private final DispatchActions<T> actions;
  private final Map<FunctionId, Flow> flows = new HashMap<>();
  private DispatchTable table = DispatchTable.EMPTY;

  public Dispatcher(DispatchActions<T> actions) {
    this.actions = actions;
  }

  /// An invocation has come. It is sent, held or refused.
  public void arrive(FunctionId function, T ticket) {
    Optional<Row> row = table.find(function);
    if (row.isEmpty()) {
      actions.refuse(ticket, Refusal.GONE);
      return;
    }
    Flow flow = flows.computeIfAbsent(function, _ -> new Flow(row.get()));
    flow.row = row.get();
    if (!flow.row.routes().isEmpty()) {
      send(flow, ticket);
    } else if (flow.pending.size() >= flow.row.function().queueMax()) {
      actions.refuse(ticket, Refusal.QUEUE_FULL);
    } else {
      flow.pending.addLast(ticket);
      demand(flow);
    }
  }

  /// Whether an invocation that a node refused with this may be sent elsewhere: the node has just
  /// given back its leave or was just lost, and the table is about to say so.
  public static boolean isPassing(Refusal refusal) {
    return refusal == Refusal.GONE || refusal == Refusal.UNREACHABLE;
  }

  /// A node could not take an invocation that was sent to it. If the function's row has changed
  /// since, it goes where the row says now; otherwise it is held until the row changes, for what
  /// the node said will change it.
  ///
  /// @param sentBy the row that it was sent by
  /// @param bounceCount how often this has happened to it, this time included
  public void again(FunctionId function, T ticket, Row sentBy, int bounceCount) {
    Flow flow = flows.get(function);
    if (bounceCount > BOUNCE_COUNT_MAX) {
      actions.refuse(ticket, Refusal.NO_CAPACITY);
    } else if (flow != null && isCurrent(function, sentBy)) {
      flow.row = sentBy;
      flow.pending.addLast(ticket);
    } else {
      arrive(function, ticket);
    }
  }

  /// An invocation that was sent to a node has ended there.
  public void finished(FunctionId function, String node) {
    Flow flow = flows.get(function);
    if (flow != null) {
      flow.inFlight.computeIfPresent(node, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// A new table: what is held goes where it says.
  public void publish(DispatchTable newTable) {
    table = newTable;
    for (Flow flow : waitingFlows()) {
      Optional<Row> row = table.find(flow.row.function().id());
      if (row.isEmpty()) {
        refuseAll(flow, Refusal.GONE);
      } else if (!isCurrent(row.get().function().id(), flow.row)) {
        follow(flow, row.get());
      }
    }
  }

  /// Rows that did not change are the same object from table to table.
  @SuppressWarnings("ReferenceEquality")
  private boolean isCurrent(FunctionId function, Row row) {
    return table.find(function).orElse(null) == row;
  }

  /// What was demanded for an older version does not help a new one.
  private void follow(Flow flow, Row row) {
    if (row.function().version() != flow.row.function().version()) {
      flow.demanded = false;
    }
    flow.row = row;
    release(flow);
  }

  /// What waits for a function can't be served.
  public void reject(FunctionId function, Refusal refusal) {
    Flow flow = flows.get(function);
    if (flow != null) {
      refuseAll(flow, refusal);
    }
  }

  public DispatchTable table() {
    return table;
  }

  /// Invocations that are held because their function is placed nowhere.
  public int pendingCount() {
    return flows.values().stream().mapToInt(flow -> flow.pending.size()).sum();
  }

  /// Of each function that is placed nowhere, the invocation that is held longest.
  public List<T> longestHeld() {
    return waitingFlows().stream().map(flow -> flow.pending.getFirst()).toList();
  }

  private List<Flow> waitingFlows() {
    List<Flow> waiting = new ArrayList<>();
    for (Flow flow : flows.values()) {
      if (!flow.pending.isEmpty()) {
        waiting.add(flow);
      }
    }
    waiting.sort((a, b) -> a.row.function().id().compareTo(b.row.function().id()));
    return waiting;
  }

  private void release(Flow flow) {
    if (flow.row.routes().isEmpty()) {
      demand(flow);
      return;
    }
    flow.demanded = false;
    while (!flow.pending.isEmpty()) {
      send(flow, flow.pending.removeFirst());
    }
  }

  private void refuseAll(Flow flow, Refusal refusal) {
    flow.demanded = false;
    while (!flow.pending.isEmpty()) {
      actions.refuse(flow.pending.removeFirst(), refusal);
    }
  }

  private void demand(Flow flow) {
    if (!flow.demanded) {
      flow.demanded = true;
      int slots = flow.row.function().workerConcurrency();
      int workers =
          Math.min((flow.pending.size() + slots - 1) / slots, WorkerPool.COLD_BURST_COUNT);
      actions.demand(flow.row.function().id(), workers);
    }
  }

  private void send(Flow flow, T ticket) {
    List<Route> routes = flow.row.routes();
    Route best = routes.getFirst();
    double least = load(flow, best);
    for (int i = 1; i < routes.size(); i++) {
      double load = load(flow, routes.get(i));
      if (load < least) {
        least = load;
        best = routes.get(i);
      }
    }
    flow.inFlight.merge(best.node(), 1, Integer::sum);
    actions.send(ticket, flow.row, best);
  }

  private double load(Flow flow, Route route) {
    return flow.inFlight.getOrDefault(route.node(), 0) / (double) route.workerCount();
  }
}
