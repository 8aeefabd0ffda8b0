package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// What became of the invocations that nobody waits for, at one instant; `enqueued` is the sum of
/// the others.
public record AsyncStats(
    long enqueued, long queued, long inFlight, long acked, long dead, long expired)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("enqueued", enqueued);
    json.writeNumberField("queued", queued);
    json.writeNumberField("inFlight", inFlight);
    json.writeNumberField("acked", acked);
    json.writeNumberField("dead", dead);
    json.writeNumberField("expired", expired);
    json.writeEndObject();
  }
}
