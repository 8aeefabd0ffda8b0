package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;

/// A function that was deployed just now.
///
/// @param warnings what was found about it
public record DeployedView(FunctionView function, List<Wire> warnings) implements Wire {

  public DeployedView {
    warnings = List.copyOf(warnings);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    function.writeFields(json);
    json.writeArrayFieldStart("warnings");
    for (Wire warning : warnings) {
      warning.write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
