package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A node and what runs there.
///
/// @param endpoint where the node takes invocations itself while it is cut off; empty if nowhere
public record NodeView(
    String node,
    String zone,
    String state,
    int cpuMilli,
    int memoryMb,
    double idleW,
    double maxW,
    double intensityGramsPerKwh,
    double pue,
    long revision,
    String endpoint,
    long processId,
    List<WorkersView> workers)
    implements Wire {

  /// Workers of one function version on the node.
  public record WorkersView(
      String tenant, String function, int version, int live, int busy, int frozen, int waiting) {}

  public NodeView {
    workers = List.copyOf(workers);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("node", node);
    json.writeStringField("zone", zone);
    json.writeStringField("state", state);
    json.writeNumberField("cpuMilli", cpuMilli);
    json.writeNumberField("memoryMb", memoryMb);
    json.writeNumberField("idleW", idleW);
    json.writeNumberField("maxW", maxW);
    json.writeNumberField("intensityGramsPerKwh", intensityGramsPerKwh);
    json.writeNumberField("pue", pue);
    json.writeNumberField("revision", revision);
    json.writeStringField("endpoint", endpoint);
    json.writeNumberField("processId", processId);
    json.writeArrayFieldStart("workers");
    for (WorkersView worker : workers) {
      write(json, worker);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, WorkersView workers) throws IOException {
    json.writeStartObject();
    json.writeStringField("tenant", workers.tenant());
    json.writeStringField("function", workers.function());
    json.writeNumberField("version", workers.version());
    json.writeNumberField("live", workers.live());
    json.writeNumberField("busy", workers.busy());
    json.writeNumberField("frozen", workers.frozen());
    json.writeNumberField("waiting", workers.waiting());
    json.writeEndObject();
  }
}
