package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Workers of a version or alias that are there ahead of calls.
///
/// @param status `in progress`, `ready` or `failed`
/// @param reason why it failed; empty if it did not
/// @param modified when it was asked for, RFC 3339
public record ProvisionView(
    String qualifier,
    int workerCount,
    int allocatedCount,
    int readyCount,
    String status,
    String reason,
    String modified)
    implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("qualifier", qualifier);
    json.writeNumberField("workerCount", workerCount);
    json.writeNumberField("allocatedCount", allocatedCount);
    json.writeNumberField("readyCount", readyCount);
    json.writeStringField("status", status);
    json.writeStringField("reason", reason);
    json.writeStringField("modified", modified);
    json.writeEndObject();
  }
}
