package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee trace`: where the time of an invocation went, or the newest traces.
@Command(
    name = "trace",
    description = "Show the spans of a trace or an invocation; without one: the newest traces.",
    mixinStandardHelpOptions = true)
final class TraceVerb implements Callable<Integer> {
  private static final int BAR_CHARS = 40;

  @Parameters(
      arity = "0..1",
      paramLabel = "TRACE|INVOCATION",
      description = "Id of a trace or of an invocation.")
  private String id = "";

  @Option(names = "--function", paramLabel = "NAME", description = "Only traces of this function.")
  private String function = "";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  TraceVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    String path = "/v1/traces";
    if (!id.isEmpty()) {
      path += "/" + PlatformClient.escaped(id);
    } else if (!function.isEmpty()) {
      path += "?function=" + PlatformClient.escaped(function);
    }
    Reply reply = client.demand("GET", path, null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else if (id.isEmpty()) {
      list(reply).print(context.console());
    } else {
      tree(reply.objects("spans")).print(context.console());
    }
    return 0;
  }

  private static Table list(Reply reply) {
    Table table = new Table("STARTED", "TRACE", "NAME", "MS", "NODE", "OUTCOME");
    for (Map<String, @Nullable Object> span : reply.objects("traces")) {
      table.row(
          Figures.exact(span.get("startedUtc")),
          Figures.exact(span.get("traceId")),
          Figures.exact(span.get("name")),
          Figures.three(span.get("durationMs")),
          attribute(span, "perigee.node"),
          Boolean.TRUE.equals(span.get("failed")) ? attribute(span, "error.type") : "ok");
    }
    return table;
  }

  private static String attribute(Map<String, @Nullable Object> span, String name) {
    return span.get("attributes") instanceof Map<?, ?> named ? Figures.exact(named.get(name)) : "";
  }

  /// A bar per span, over the time of the whole trace.
  private static Table tree(List<Map<String, @Nullable Object>> spans) {
    Table table = new Table("SPAN", "MS", "WHEN");
    double fromMs = startMs(spans.getFirst());
    double toMs =
        spans.stream().mapToDouble(each -> startMs(each) + durationMs(each)).max().orElse(fromMs);
    double msPerChar = Math.max(1e-9, (toMs - fromMs) / BAR_CHARS);
    Map<String, Integer> depths = new HashMap<>();
    for (Map<String, @Nullable Object> span : spans) {
      int depth = depths.getOrDefault(Figures.exact(span.get("parentId")), -1) + 1;
      depths.put(Figures.exact(span.get("spanId")), depth);
      int before = (int) ((startMs(span) - fromMs) / msPerChar);
      int length = (int) Math.max(1, Math.round(durationMs(span) / msPerChar));
      table.row(
          "  ".repeat(depth) + Figures.exact(span.get("name")),
          Figures.three(span.get("durationMs")),
          " ".repeat(before) + "#".repeat(length));
    }
    return table;
  }

  private static double startMs(Map<String, @Nullable Object> span) {
    return new BigDecimal(Figures.exact(span.get("startUtcNs"))).doubleValue() / 1e6;
  }

  private static double durationMs(Map<String, @Nullable Object> span) {
    return span.get("durationMs") instanceof BigDecimal number ? number.doubleValue() : 0;
  }
}
