package dev.perigee.platform.aws;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import dev.perigee.platform.control.Versions.Page;
import java.io.IOException;
import java.util.function.Function;

/// A page of a list.
record Pages<T>(String field, Page<T> page, Function<T, Wire> row) implements Wire {

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    if (page.next().isPresent()) {
      json.writeStringField("NextMarker", page.next().get());
    }
    json.writeArrayFieldStart(field);
    for (T each : page.rows()) {
      row.apply(each).write(json);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
