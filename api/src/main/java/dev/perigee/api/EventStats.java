package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// What became of the invocations that nobody waits for, since the start of the process.
///
/// @param unaccounted what is in none of the others: 0, or something was lost
public record EventStats(
    long enqueued,
    long waiting,
    long running,
    long acked,
    long dead,
    long expired,
    long unaccounted)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("enqueued", enqueued);
    json.writeNumberField("waiting", waiting);
    json.writeNumberField("running", running);
    json.writeNumberField("acked", acked);
    json.writeNumberField("dead", dead);
    json.writeNumberField("expired", expired);
    json.writeNumberField("unaccounted", unaccounted);
    json.writeEndObject();
  }
}
