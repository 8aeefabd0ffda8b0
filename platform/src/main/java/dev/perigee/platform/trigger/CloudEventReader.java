package dev.perigee.platform.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Reads CloudEvents from HTTP messages in all three content modes: binary (attributes in `ce-`
/// headers), structured (`application/cloudevents+json`) and batch
/// (`application/cloudevents-batch+json`).
public final class CloudEventReader {
  private static final String PREFIX = "ce-";

  private CloudEventReader() {}

  /// @param contentType of the message; empty if it has none
  /// @param headers the message's headers by their names in lower case
  /// @throws WireException with all that is wrong
  public static List<CloudEvent> read(
      String contentType, Map<String, String> headers, byte[] body) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return switch (type) {
      case "application/cloudevents+json" -> List.of(structured(Json.readObject(body)));
      case "application/cloudevents-batch+json" -> batch(body);
      default -> List.of(binary(type, contentType, headers, body));
    };
  }

  private static CloudEvent binary(
      String type, String contentType, Map<String, String> headers, byte[] body) {
    if (type.startsWith("application/cloudevents")) {
      throw wrong(
          "content type "
              + type
              + ": events are read as application/cloudevents+json or -batch+json");
    }
    SortedMap<String, String> attributes = new TreeMap<>();
    headers.forEach((name, value) -> {
      if (name.startsWith(PREFIX)) {
        attributes.put(name.substring(PREFIX.length()), decoded(name, value));
      }
    });
    if (attributes.isEmpty()) {
      throw wrong(
          "no event: send headers ce-id, ce-source, ce-type and ce-specversion, or the content type"
              + " application/cloudevents+json");
    }
    if (attributes.put("datacontenttype", contentType) != null) {
      throw wrong("the data's content type belongs into Content-Type, not into ce-datacontenttype");
    }
    if (contentType.isEmpty()) {
      attributes.remove("datacontenttype");
    }
    if (body.length > 0 && CloudEvent.isJson(contentType)) {
      var _ = Json.read(body);
    }
    return new CloudEvent(attributes, body);
  }

  private static List<CloudEvent> batch(byte[] body) {
    if (!(Json.read(body) instanceof List<?> list)) {
      throw wrong("a batch is a JSON array of events");
    }
    List<CloudEvent> events = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      try {
        events.add(structured(object(list.get(i))));
      } catch (WireException e) {
        for (String problem : e.problems()) {
          problems.add("event " + i + ": " + problem);
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
    return events;
  }

  @SuppressWarnings("unchecked") // a JSON object
  private static Map<String, @Nullable Object> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw wrong("it is no JSON object");
  }

  private static CloudEvent structured(Map<String, @Nullable Object> fields) {
    SortedMap<String, String> attributes = new TreeMap<>();
    byte[] data = new byte[0];
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      switch (field.getKey()) {
        case "data" -> data = data(fields);
        case "data_base64" -> data = base64(field.getValue());
        default -> put(attributes, field.getKey(), field.getValue());
      }
    }
    if (fields.containsKey("data") && fields.containsKey("data_base64")) {
      throw wrong("the event has data and data_base64: give one of them");
    }
    return new CloudEvent(attributes, data);
  }

  private static void put(
      SortedMap<String, String> attributes, String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case String text -> attributes.put(name, text);
      case Boolean flag -> attributes.put(name, flag.toString());
      case BigDecimal number -> attributes.put(name, number.toPlainString());
      default -> throw wrong("attribute '" + name + "' has to be a string, a number or a boolean");
    }
  }

  /// Text stays text only if the event says that it is no JSON.
  private static byte[] data(Map<String, @Nullable Object> fields) {
    Object data = fields.get("data");
    boolean isJson =
        !(fields.get("datacontenttype") instanceof String type) || CloudEvent.isJson(type);
    if (!isJson && data instanceof String text) {
      return text.getBytes(UTF_8);
    }
    return Json.text(json -> Json.write(json, data)).getBytes(UTF_8);
  }

  private static byte[] base64(@Nullable Object value) {
    try {
      return Base64.getDecoder().decode(String.valueOf(value));
    } catch (IllegalArgumentException e) {
      throw wrong("data_base64 is not base64: " + e.getMessage());
    }
  }

  /// Percent-encoded UTF-8, also where it is in quotes.
  private static String decoded(String name, String value) {
    String text = value.strip();
    if (text.length() >= 2 && text.startsWith("\"") && text.endsWith("\"")) {
      text = text.substring(1, text.length() - 1).replaceAll("\\\\(.)", "$1");
    }
    ByteBuffer bytes = ByteBuffer.allocate(text.length() * 4);
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && text.substring(i + 1).matches("(?s)[0-9A-Fa-f]{2}.*")) {
        bytes.put((byte) Integer.parseInt(text, i + 1, i + 3, 16));
        i += 2;
      } else {
        bytes.put(String.valueOf(c).getBytes(UTF_8));
      }
    }
    try {
      return UTF_8.newDecoder().decode(bytes.flip()).toString();
    } catch (CharacterCodingException e) {
      throw wrong("header " + name + " is not UTF-8 when it is decoded");
    }
  }

  private static WireException wrong(String problem) {
    return new WireException(List.of(problem));
  }
}
