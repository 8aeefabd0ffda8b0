package dev.perigee.cli.top;

import static dev.perigee.cli.top.Reading.number;
import static dev.perigee.cli.top.Reading.text;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What lies between two readings, for people and for machines.
public final class Picture implements Wire {
  /// A cap this far used up is near its limit.
  private static final double NEAR_FRACTION = 0.8;

  private static final int NAME_SIZE_MAX = 14;

  private final Reading now;
  private final List<FunctionLine> functions;
  private final double seconds;
  private final double callsPerS;
  private final double errorsPerS;
  private final List<String> caps;

  public Picture(Reading before, Reading now, Order order) {
    this.now = now;
    this.seconds = Math.max(1e-9, (now.monoNs() - before.monoNs()) / 1e9);
    this.callsPerS = rate(before.totals(), now.totals(), "invocations");
    this.errorsPerS = rate(before.totals(), now.totals(), "errors");
    this.functions =
        now.functions().keySet().stream()
            .map(name -> line(name, before))
            .sorted(order.comparator())
            .toList();
    this.caps = now.caps().stream().map(Picture::near).filter(cap -> !cap.isEmpty()).toList();
  }

  private FunctionLine line(String name, Reading before) {
    Map<String, @Nullable Object> is = now.functions().getOrDefault(name, Map.of());
    // One that was not there before has done all of it since.
    Map<String, @Nullable Object> was = before.functions().getOrDefault(name, Map.of());
    double calls = Math.max(1, number(is, "invocations"));
    return new FunctionLine(
        name,
        rate(was, is, "invocations"),
        rate(was, is, "errors"),
        number(is, "p50Ms"),
        number(is, "p99Ms"),
        Math.max(0, number(is, "coldStarts") - number(was, "coldStarts")),
        number(is, "energyJ") * 1e3 / calls,
        number(is, "carbonGrams") / calls,
        rate(was, is, "costUsd") * 3_600,
        now.busy().getOrDefault(name, 0.0),
        now.waiting().getOrDefault(name, 0.0));
  }

  /// Never below zero: a platform that was started again counts what its ledgers still have.
  private double rate(
      Map<String, @Nullable Object> was, Map<String, @Nullable Object> is, String name) {
    return Math.max(0, number(is, name) - number(was, name)) / seconds;
  }

  private static String near(Map<String, @Nullable Object> cap) {
    if (!(cap.get("used") instanceof Map<?, ?> used)) {
      return "";
    }
    String furthest = "";
    double most = 0;
    for (Map.Entry<?, ?> amount : used.entrySet()) {
      double limit = number(cap, String.valueOf(amount.getKey()));
      double part = amount.getValue() instanceof BigDecimal is ? is.doubleValue() / limit : 0;
      if (limit > 0 && part > most) {
        most = part;
        furthest = String.valueOf(amount.getKey());
      }
    }
    boolean near = most >= NEAR_FRACTION || !"ok".equals(text(cap, "state"));
    return near
        ? "%s %s %s %s %%"
            .formatted(text(cap, "kind"), text(cap, "name"), furthest, three(most * 100))
        : "";
  }

  /// Fits in 80 columns.
  public List<String> lines(int functionsMax) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s calls/s  %s errors/s  %s running  %s waiting  %s events queued"
            .formatted(
                three(callsPerS),
                three(errorsPerS),
                three(sum(now.busy().values())),
                three(sum(now.waiting().values())),
                three(now.queued())));
    caps.forEach(cap -> lines.add("cap: " + cap));
    lines.add("");
    lines.addAll(functionTable(functionsMax).lines());
    if (functions.size() > functionsMax) {
      lines.add("and %d more".formatted(functions.size() - functionsMax));
    }
    if (!now.nodes().isEmpty()) {
      lines.add("");
      lines.addAll(nodeTable().lines());
    }
    return lines;
  }

  private Table functionTable(int functionsMax) {
    Table table =
        new Table(
                "FUNCTION",
                "CALL/S",
                "ERR/S",
                "P50MS",
                "P99MS",
                "COLD",
                "MJ",
                "UGCO2",
                "USD/H",
                "RUN",
                "WAIT")
            .narrow();
    for (FunctionLine each : functions.subList(0, Math.min(functions.size(), functionsMax))) {
      table.row(
          clipped(each.name()),
          three(each.callsPerS()),
          three(each.errorsPerS()),
          three(each.p50Ms()),
          three(each.p99Ms()),
          three(each.coldStarts()),
          three(each.milliJPerCall()),
          three(each.gramsPerCall() * 1e6),
          three(each.usdPerH()),
          three(each.inFlight()),
          three(each.waiting()));
    }
    return table;
  }

  private Table nodeTable() {
    Table table =
        new Table("NODE", "STATE", "LOAD%", "W", "WORKERS", "RUN", "WAIT", "FREE_MB").narrow();
    for (Map<String, @Nullable Object> node : now.nodes()) {
      table.row(
          clipped(text(node, "node")),
          text(node, "state"),
          three(loadFraction(node) * 100),
          three(number(node, "powerW")),
          three(number(node, "workers")),
          three(number(node, "inFlight")),
          three(number(node, "waiting")),
          Figures.exact(node.get("freeMemoryMb")));
    }
    return table;
  }

  /// Of the CPU, as the power shows it.
  private static double loadFraction(Map<String, @Nullable Object> node) {
    double span = number(node, "maxW") - number(node, "idleW");
    double part = (number(node, "powerW") - number(node, "idleW")) / span;
    return span > 0 ? Math.clamp(part, 0, 1) : 0;
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("intervalS", seconds);
    json.writeNumberField("callsPerS", callsPerS);
    json.writeNumberField("errorsPerS", errorsPerS);
    json.writeNumberField("inFlight", (long) sum(now.busy().values()));
    json.writeNumberField("waiting", (long) sum(now.waiting().values()));
    json.writeNumberField("eventsQueued", (long) now.queued());
    json.writeArrayFieldStart("capsNearLimit");
    for (String cap : caps) {
      json.writeString(cap);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("functions");
    for (FunctionLine each : functions) {
      write(json, each);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("nodes");
    for (Map<String, @Nullable Object> node : now.nodes()) {
      writeNode(json, node);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, FunctionLine each) throws IOException {
    json.writeStartObject();
    json.writeStringField("function", each.name());
    json.writeNumberField("callsPerS", each.callsPerS());
    json.writeNumberField("errorsPerS", each.errorsPerS());
    json.writeNumberField("p50Ms", each.p50Ms());
    json.writeNumberField("p99Ms", each.p99Ms());
    json.writeNumberField("coldStarts", (long) each.coldStarts());
    json.writeNumberField("milliJPerCall", each.milliJPerCall());
    json.writeNumberField("carbonGramsPerCall", each.gramsPerCall());
    json.writeNumberField("usdPerH", each.usdPerH());
    json.writeNumberField("inFlight", (long) each.inFlight());
    json.writeNumberField("waiting", (long) each.waiting());
    json.writeEndObject();
  }

  private static void writeNode(JsonGenerator json, Map<String, @Nullable Object> node)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("node", text(node, "node"));
    json.writeStringField("state", text(node, "state"));
    json.writeNumberField("loadFraction", loadFraction(node));
    json.writeNumberField("powerW", number(node, "powerW"));
    json.writeNumberField("workers", (long) number(node, "workers"));
    json.writeNumberField("inFlight", (long) number(node, "inFlight"));
    json.writeNumberField("waiting", (long) number(node, "waiting"));
    json.writeNumberField("freeMemoryMb", (long) number(node, "freeMemoryMb"));
    json.writeEndObject();
  }

  private static double sum(Collection<Double> values) {
    return values.stream().mapToDouble(each -> each).sum();
  }

  private static String clipped(String name) {
    return name.length() <= NAME_SIZE_MAX ? name : name.substring(0, NAME_SIZE_MAX - 1) + "\u2026";
  }

  private static String three(double value) {
    return Figures.three(BigDecimal.valueOf(value));
  }
}
