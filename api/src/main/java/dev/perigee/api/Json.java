package dev.perigee.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as bytes and as plain Java values: `Map`, `List`, `String`, `BigDecimal`, `Boolean`, null.
public final class Json {
  /// To reckon with a number such as 1e40000000 takes minutes.
  private static final int SCALE_MAX = 1_000;

  private static final int STRING_CHARS_MAX = 200_000_000;

  /// JSON is UTF-8 (RFC 8259): a parser that guesses takes broken bytes for UTF-32.
  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(STRING_CHARS_MAX).build())
          .build();

  private Json() {}

  public static byte[] bytes(Wire value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    try (JsonGenerator json = FACTORY.createGenerator(out)) {
      value.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("can't write JSON into memory", e);
    }
    return out.toByteArray();
  }

  public static String text(Wire value) {
    return new String(bytes(value), UTF_8);
  }

  /// Reads one document.
  ///
  /// @throws WireException if it is no JSON, with the place of the fault
  public static @Nullable Object read(byte[] document) {
    try (JsonParser json = FACTORY.createParser(document)) {
      json.nextToken();
      Object value = value(json);
      if (json.nextToken() != null) {
        throw new WireException("there is something behind the end of the JSON document");
      }
      return value;
    } catch (JsonProcessingException e) {
      throw WireException.of(e);
    } catch (IOException e) {
      throw new UncheckedIOException("can't read JSON from memory", e);
    }
  }

  /// Reads one document that is an object.
  @SuppressWarnings("unchecked")
  public static Map<String, @Nullable Object> readObject(byte[] document) {
    if (read(document) instanceof Map<?, ?> map) {
      return (Map<String, @Nullable Object>) map;
    }
    throw new WireException("a JSON object is needed, such as {\"key\": \"value\"}");
  }

  /// Writes what `read` gives.
  public static void write(JsonGenerator json, @Nullable Object value) throws IOException {
    switch (value) {
      case null -> json.writeNull();
      case Map<?, ?> map -> {
        json.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          json.writeFieldName(String.valueOf(entry.getKey()));
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
      case List<?> list -> {
        json.writeStartArray();
        for (Object element : list) {
          write(json, element);
        }
        json.writeEndArray();
      }
      case BigDecimal number -> json.writeNumber(number);
      case Number number -> json.writeNumber(number.toString());
      case Boolean flag -> json.writeBoolean(flag);
      default -> json.writeString(value.toString());
    }
  }

  private static @Nullable Object value(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == null) {
      throw new WireException("the JSON document is empty");
    }
    return switch (token) {
      case START_OBJECT -> object(json);
      case START_ARRAY -> array(json);
      case VALUE_STRING -> json.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> number(json);
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new WireException("unexpected " + token);
    };
  }

  private static BigDecimal number(JsonParser json) throws IOException {
    try {
      BigDecimal number = json.getDecimalValue();
      if (Math.abs((long) number.scale()) <= SCALE_MAX) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Its exponent is beyond what a BigDecimal holds.
    }
    throw new WireException("a number's exponent is not within -" + SCALE_MAX + ".." + SCALE_MAX);
  }

  private static Map<String, @Nullable Object> object(JsonParser json) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      map.put(name, value(json));
    }
    return map;
  }

  private static List<@Nullable Object> array(JsonParser json) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (json.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(json));
    }
    return list;
  }
}
