package dev.perigee.platform.record;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.perigee.model.function.FunctionId;
import java.io.IOException;

/// Reads ids of functions. Records from before there were published versions name no qualifier:
/// they mean `$LATEST`.
final class FunctionIdReader extends StdDeserializer<FunctionId> {
  static final String QUALIFIER = "qualifier";
  private static final long serialVersionUID = 1L;

  FunctionIdReader() {
    super(FunctionId.class);
  }

  @Override
  public FunctionId deserialize(JsonParser json, DeserializationContext context)
      throws IOException {
    JsonNode tree = context.readTree(json);
    return new FunctionId(
        tree.required("tenant").asText(),
        tree.required("name").asText(),
        tree.path(QUALIFIER).asText(FunctionId.LATEST));
  }
}
