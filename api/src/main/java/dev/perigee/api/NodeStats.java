package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// A node with what is free there and what it draws.
///
/// @param freeMemoryMb memory that no worker holds
/// @param powerW mean of the last ten seconds; 0 if the node has not closed a window
public record NodeStats(
    String node,
    String zone,
    String state,
    int cpuMilli,
    int memoryMb,
    long freeMemoryMb,
    int workers,
    int inFlight,
    int frozen,
    int waiting,
    double powerW,
    double idleW,
    double maxW,
    double intensityGramsPerKwh,
    double pue)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("node", node);
    json.writeStringField("zone", zone);
    json.writeStringField("state", state);
    json.writeNumberField("cpuMilli", cpuMilli);
    json.writeNumberField("memoryMb", memoryMb);
    json.writeNumberField("freeMemoryMb", freeMemoryMb);
    json.writeNumberField("workers", workers);
    json.writeNumberField("inFlight", inFlight);
    json.writeNumberField("frozen", frozen);
    json.writeNumberField("waiting", waiting);
    json.writeNumberField("powerW", powerW);
    json.writeNumberField("idleW", idleW);
    json.writeNumberField("maxW", maxW);
    json.writeNumberField("intensityGramsPerKwh", intensityGramsPerKwh);
    json.writeNumberField("pue", pue);
    json.writeEndObject();
  }
}
