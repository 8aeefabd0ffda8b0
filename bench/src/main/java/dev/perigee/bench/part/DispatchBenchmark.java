package dev.perigee.bench.part;

import dev.perigee.bench.load.Zipf;
import dev.perigee.bench.measure.Benchmark;
import dev.perigee.bench.measure.Digest;
import dev.perigee.bench.measure.Figure;
import dev.perigee.bench.measure.Samples;
import dev.perigee.bench.measure.Size;
import dev.perigee.engine.dispatch.DispatchActions;
import dev.perigee.engine.dispatch.Dispatcher;
import dev.perigee.model.decision.Refusal;
import dev.perigee.model.function.FunctionId;
import dev.perigee.world.DispatchTable;
import dev.perigee.world.DispatchTable.Route;
import dev.perigee.world.DispatchTable.Row;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/// One invocation through the dispatcher: it arrives, is sent by the table and has ended. 1,000
/// functions by Zipf's law on three nodes, 16 invocations in flight.
public final class DispatchBenchmark implements Benchmark {
  private static final int FUNCTION_COUNT = 1_000;
  private static final int BATCH = 10_000;
  private static final int IN_FLIGHT = 16;
  private static final List<String> NODES = List.of("cloud-1", "edge-1", "space-1");

  /// Notes where invocations go; a ticket is the place in the order of arrival.
  private static final class Sent implements DispatchActions<Integer> {
    private final String[] nodes = new String[IN_FLIGHT];
    private final long[] counts = new long[NODES.size()];

    @Override
    public void send(Integer ticket, Row row, Route route) {
      nodes[ticket] = route.node();
      counts[NODES.indexOf(route.node())]++;
    }

    @Override
    public void refuse(Integer ticket, Refusal refusal) {
      throw new IllegalStateException("refused: " + refusal);
    }

    @Override
    public void demand(FunctionId function, int workerCount) {
      throw new IllegalStateException("demand for " + function);
    }
  }

  private final Sent sent = new Sent();
  private final Dispatcher<Integer> dispatcher = new Dispatcher<>(sent);
  private final FunctionId[] order = new FunctionId[BATCH];
  private final FunctionId[] flying = new FunctionId[IN_FLIGHT];
  private int at;

  @Override
  public String name() {
    return "dispatch";
  }

  @Override
  public List<Figure> run(Size size) {
    DispatchTable table = DispatchTable.EMPTY;
    for (int i = 0; i < FUNCTION_COUNT; i++) {
      table = table.with(new Row(BenchFunctions.python("f" + i), routes(i)));
    }
    dispatcher.publish(table);
    Zipf zipf = new Zipf(FUNCTION_COUNT, 1);
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < BATCH; i++) {
      order[i] = new FunctionId("default", "f" + zipf.next(random));
    }
    Figure figure = Samples.ofBatches(name(), 1, size.pick(20, 1_000), BATCH, this::batch);
    Digest digest = new Digest();
    Map<String, Long> byNode = new TreeMap<>();
    for (int i = 0; i < NODES.size(); i++) {
      byNode.put(NODES.get(i), sent.counts[i]);
    }
    byNode.values().forEach(digest::add);
    return List.of(figure.hashed(digest.hex()));
  }

  private static List<Route> routes(int i) {
    return List.of(
        new Route(NODES.get(i % 3), 4, i, i), new Route(NODES.get((i + 1) % 3), 2, i, i));
  }

  private void batch() {
    for (FunctionId function : order) {
      FunctionId before = flying[at];
      if (before != null) {
        dispatcher.finished(before, sent.nodes[at]);
      }
      flying[at] = function;
      dispatcher.arrive(function, at);
      at = (at + 1) % IN_FLIGHT;
    }
  }
}
