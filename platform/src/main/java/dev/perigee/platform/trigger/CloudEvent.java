package dev.perigee.platform.trigger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/// Something that happened, as CloudEvents 1.0 describes it.
///
/// @param attributes by name: `id`, `source`, `type`, `specversion` and what else there is
/// @param data what is told of it; empty if nothing
public record CloudEvent(SortedMap<String, String> attributes, byte[] data) {
  /// What the platform itself tells.
  public static final String OWN_TYPES = "dev.perigee.";

  /// The largest data that a function gets without anybody waiting for it.
  public static final int DATA_BYTES_MAX = 1 << 20;

  private static final String CONTENT_TYPE = "datacontenttype";
  private static final List<String> REQUIRED = List.of("specversion", "id", "source", "type");

  /// @throws WireException with all that is wrong with the attributes
  public CloudEvent {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    SortedMap<String, String> all = attributes;
    List<String> problems =
        new java.util.ArrayList<>(
            REQUIRED.stream()
                .filter(name -> all.getOrDefault(name, "").isEmpty())
                .map(name -> "the event has no attribute '" + name + "'")
                .toList());
    for (String name : all.keySet()) {
      if (!name.matches("[a-z0-9]{1,64}")) {
        problems.add("attribute '" + name + "' has other characters than a-z and 0-9");
      }
    }
    if (!all.getOrDefault("specversion", "1.0").equals("1.0")) {
      problems.add("specversion is '" + all.get("specversion") + "': it has to be 1.0");
    }
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
  }

  /// An event that the platform tells of itself.
  ///
  /// @param type without [#OWN_TYPES]
  public static CloudEvent own(String id, String source, String type, String time, byte[] json) {
    SortedMap<String, String> attributes = new TreeMap<>();
    attributes.put("specversion", "1.0");
    attributes.put("id", id);
    attributes.put("source", source);
    attributes.put("type", OWN_TYPES + type);
    attributes.put("time", time);
    attributes.put(CONTENT_TYPE, "application/json");
    return new CloudEvent(attributes, json);
  }

  /// The same with one attribute more.
  public CloudEvent with(String name, String value) {
    SortedMap<String, String> more = new TreeMap<>(attributes);
    more.put(name, value);
    return new CloudEvent(more, data);
  }

  /// The value of an attribute, empty if there is none.
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }

  /// Names what happened: no two events of one source have the same id.
  public String key() {
    return attribute("source") + "\n" + attribute("id");
  }

  /// In the structured form, as one JSON object.
  public byte[] json() {
    return Json.bytes(json -> {
      json.writeStartObject();
      for (String name : attributes.keySet()) {
        json.writeStringField(name, attribute(name));
      }
      if (data.length > 0 && isJson()) {
        json.writeFieldName("data");
        json.writeRawValue(new String(data, UTF_8));
      } else if (data.length > 0 && isText()) {
        json.writeStringField("data", new String(data, UTF_8));
      } else if (data.length > 0) {
        json.writeStringField("data_base64", Base64.getEncoder().encodeToString(data));
      }
      json.writeEndObject();
    });
  }

  /// Whether the data are a JSON value; without a content type they are.
  boolean isJson() {
    return isJson(attribute(CONTENT_TYPE));
  }

  static boolean isJson(String contentType) {
    String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    return type.isEmpty() || type.endsWith("/json") || type.endsWith("+json");
  }

  private boolean isText() {
    return attribute(CONTENT_TYPE).toLowerCase(Locale.ROOT).startsWith("text/");
  }
}
