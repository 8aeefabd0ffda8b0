package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The body of `PUT /v1/functions/{name}/aliases/{alias}`.
///
/// @param version a number or `$LATEST`
/// @param description empty: the one there is stays
/// @param weights other versions and their share of the calls
public record AliasRequest(
    String version, Optional<String> description, SortedMap<String, Double> weights)
    implements Wire {

  public AliasRequest {
    weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
  }

  /// Reads the body.
  ///
  /// @throws WireException with all that is wrong
  public static AliasRequest read(byte[] body) {
    BodyReader reader = BodyReader.of(body, "version", "description", "weights");
    Optional<String> version = reader.text("version");
    if (version.isEmpty()) {
      reader.reject("version is missing: give the number of a version, or $LATEST");
    }
    SortedMap<String, Double> weights = new TreeMap<>();
    for (Map.Entry<?, ? extends @Nullable Object> weight : reader.map("weights").entrySet()) {
      if (weight.getValue() instanceof BigDecimal share) {
        weights.put(String.valueOf(weight.getKey()), share.doubleValue());
      } else {
        reader.reject("weights." + weight.getKey() + " has to be a number from 0 to 1");
      }
    }
    Optional<String> description = reader.text("description");
    reader.check();
    return new AliasRequest(version.orElse(""), description, weights);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeStringField("version", version);
    if (description.isPresent()) {
      json.writeStringField("description", description.get());
    }
    json.writeObjectFieldStart("weights");
    for (Map.Entry<String, Double> weight : weights.entrySet()) {
      json.writeNumberField(weight.getKey(), weight.getValue());
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
