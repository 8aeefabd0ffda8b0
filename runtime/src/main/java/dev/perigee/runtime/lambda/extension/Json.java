package dev.perigee.runtime.lambda.extension;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.runtime.shim.JsonException;
import dev.perigee.runtime.shim.JsonReader;
import dev.perigee.runtime.shim.JsonWriter;
import java.util.Map;

/// What extensions send and get.
final class Json {
  private Json() {}

  static String text(Object value) {
    return new String(JsonWriter.bytes(value), UTF_8);
  }

  /// An object, or a refusal that says why it is none.
  static Map<?, ?> object(byte[] json, int status, String type) throws Refused {
    try {
      if (JsonReader.read(json) instanceof Map<?, ?> fields) {
        return fields;
      }
    } catch (JsonException e) {
      throw Refused.invalid(status, type, String.valueOf(e.getMessage()));
    }
    throw Refused.invalid(status, type, "the body is not a JSON object");
  }
}
