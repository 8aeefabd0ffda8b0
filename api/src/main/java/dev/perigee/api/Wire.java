package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// Something that writes itself as one JSON value.
@FunctionalInterface
public interface Wire {
  void write(JsonGenerator json) throws IOException;
}
