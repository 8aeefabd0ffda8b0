package dev.perigee.simulator.scenario;

import dev.perigee.feeds.ArrivalTrace;
import dev.perigee.feeds.FeedException;
import dev.perigee.model.function.FunctionId;
import dev.perigee.simulator.scenario.Scenario.Arrivals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Reads `arrivals`.
final class ArrivalsReader {
  private static final List<String> KINDS = List.of("poisson", "periodic", "burst", "trace");

  private final Section root;
  private final List<FunctionId> functions;
  private final Path folder;
  private final long durationNs;
  private final List<Arrivals> arrivals = new ArrayList<>();

  ArrivalsReader(Section root, List<FunctionId> functions, Path folder, long durationNs) {
    this.root = root;
    this.functions = functions;
    this.folder = folder;
    this.durationNs = durationNs;
  }

  List<Arrivals> read() {
    root.sections("arrivals", "arrivals").forEach(this::source);
    return arrivals;
  }

  private void source(Section source) {
    String kind = source.word("kind", KINDS, "");
    if (kind.equals("trace")) {
      trace(source);
    } else {
      Optional<FunctionId> function = function(source, source.text("function"), "function");
      Arrivals read = generated(source, kind, function.orElse(new FunctionId("default", "none")));
      function.ifPresent(_ -> arrivals.add(read));
    }
    source.close();
  }

  private Arrivals generated(Section source, String kind, FunctionId function) {
    return switch (kind) {
      case "poisson" ->
          new Arrivals.Poisson(function, positiveRate(source), fromNs(source), toNs(source));
      case "periodic" ->
          new Arrivals.Periodic(
              function, Math.max(1, source.durationNs("every")), fromNs(source), toNs(source));
      default ->
          new Arrivals.Burst(
              function,
              source.durationNs("at"),
              Math.toIntExact(Math.min(100_000_000, source.whole("count", 1, 1))),
              source.durationNs("over", 0));
    };
  }

  private static double positiveRate(Section source) {
    double perS = source.quantity("rate", Quantity.RATE);
    if (perS <= 0) {
      source.problem("rate", "must be more than 0");
    }
    return perS <= 0 ? 1 : perS;
  }

  private static long fromNs(Section source) {
    return source.durationNs("from", 0);
  }

  private long toNs(Section source) {
    return source.durationNs("to", durationNs);
  }

  private Optional<FunctionId> function(Section source, String text, String key) {
    for (FunctionId function : functions) {
      if (function.toString().equals(text) || function.equals(new FunctionId("default", text))) {
        return Optional.of(function);
      }
    }
    source.problem(
        key,
        "is no function of this scenario, got '"
            + text
            + "'; there are "
            + NodesReader.some(functions.stream().map(FunctionId::toString).toList()));
    return Optional.empty();
  }

  /// A file of real arrivals. Functions of the same name get theirs; `functions` maps other names.
  private void trace(Section source) {
    String file = source.text("file");
    Map<String, String> names = new TreeMap<>();
    Optional<Section> mapping = source.section("functions", "trace functions");
    mapping.ifPresent(section -> section.keys().forEach(key -> names.put(key, section.text(key))));
    try {
      ArrivalTrace trace = ArrivalTrace.read(folder.resolve(file));
      for (int i = 0; i < trace.functions().size(); i++) {
        String name = trace.functions().get(i);
        int index = i;
        function(source, names.getOrDefault(name, name), "functions")
            .ifPresent(function -> arrivals.add(given(trace, index, function)));
      }
    } catch (FeedException e) {
      source.problem("file", "can't be used: " + e.getMessage());
    }
  }

  private Arrivals given(ArrivalTrace trace, int functionIndex, FunctionId function) {
    List<Long> atNs = new ArrayList<>();
    List<Long> handlerNs = new ArrayList<>();
    for (int i = 0; i < trace.size() && trace.offsetNs(i) < durationNs; i++) {
      if (trace.functionIndex(i) == functionIndex) {
        atNs.add(trace.offsetNs(i));
        handlerNs.add(trace.durationNs(i));
      }
    }
    return new Arrivals.Given(function, atNs, handlerNs);
  }
}
