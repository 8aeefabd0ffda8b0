package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A name for a version of a function.
///
/// @param weights other versions and their share of the calls
public record AliasView(
    String alias, String version, String description, SortedMap<String, Double> weights)
    implements Wire {

  public AliasView {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("alias", alias);
    json.writeStringField("version", version);
    json.writeStringField("description", description);
    json.writeObjectFieldStart("weights");
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      json.writeNumberField(weight.getKey(), weight.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
