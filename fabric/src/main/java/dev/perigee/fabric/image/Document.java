package dev.perigee.fabric.image;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.fabric.FabricException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A part of a JSON document of an image; every complaint says where.
record Document(String where, JsonNode node) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static Document parse(String where, byte[] bytes) {
    try {
      return new Document(where, JSON.readTree(bytes));
    } catch (JacksonException e) {
      throw Refusals.refused(where + " is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw Refusals.refused(where + " can't be read: " + e.getMessage(), e);
    }
  }

  /// A JSON list of one text.
  static String list(String text) {
    return JSON.createArrayNode().add(text).toString();
  }

  void requireKeys(Set<String> known) {
    node.fieldNames()
        .forEachRemaining(key -> {
          if (!known.contains(key)) {
            throw Refusals.refused(
                "%s has the key '%s'; known are %s"
                    .formatted(where, key, known.stream().sorted().toList()));
          }
        });
  }

  /// Empty if it is not there.
  String text(String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual() && !value.isMissingNode() && !value.isNull()) {
      throw wrong(field, "text");
    }
    return value.asText("");
  }

  String needed(String field) {
    String text = text(field);
    if (text.isEmpty()) {
      throw Refusals.refused(where + " has no " + field);
    }
    return text;
  }

  long number(String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
      throw wrong(field, "a whole number, 0 or more");
    }
    return value.longValue();
  }

  Document object(String field) {
    return new Document(where + "." + field, node.path(field));
  }

  List<Document> objects(String field) {
    JsonNode list = field.isEmpty() ? node : node.path(field);
    if (!list.isArray()) {
      throw wrong(field, "a list");
    }
    List<Document> found = new ArrayList<>();
    list.forEach(one -> found.add(new Document(where + "." + field, one)));
    return found;
  }

  /// Empty if it is not there.
  List<String> texts(String field) {
    JsonNode list = node.path(field);
    if (list.isMissingNode() || list.isNull()) {
      return List.of();
    }
    List<String> found = new ArrayList<>();
    for (JsonNode one : list) {
      if (!one.isTextual()) {
        throw wrong(field, "a list of texts");
      }
      found.add(one.asText());
    }
    if (!list.isArray()) {
      throw wrong(field, "a list of texts");
    }
    return found;
  }

  /// `NAME=VALUE` texts as a map; the last one of a name counts.
  Map<String, String> variables(String field) {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String each : texts(field)) {
      int equals = each.indexOf('=');
      if (equals > 0) {
        variables.put(each.substring(0, equals), each.substring(equals + 1));
      }
    }
    return variables;
  }

  private FabricException wrong(String field, String needed) {
    return Refusals.refused("%s.%s has to be %s".formatted(where, field, needed));
  }
}
