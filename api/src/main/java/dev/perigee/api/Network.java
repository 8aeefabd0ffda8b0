package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// Where a function may connect to, as it is written.
final class Network {
  private Network() {}

  static void write(JsonGenerator json, List<String> allowed) throws IOException {
    json.writeObjectFieldStart("network");
    json.writeArrayFieldStart("allow");
    for (String destination : allowed) {
      json.writeString(destination);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
