package dev.perigee.platform.resource;

import dev.perigee.api.Json;
import dev.perigee.api.WireException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// What a function asks: a JSON object with an operation, the name of a resource, and more.
record Question(Map<String, @Nullable Object> fields) {

  /// @throws WireException if it is no JSON object
  static Question read(byte[] request) {
    return new Question(Json.readObject(request));
  }

  String text(String name) {
    if (fields.get(name) instanceof String text) {
      return text;
    }
    throw wrong(name, "a text");
  }

  String text(String name, String otherwise) {
    return fields.get(name) == null ? otherwise : text(name);
  }

  boolean flag(String name) {
    return Boolean.TRUE.equals(fields.get(name));
  }

  OptionalLong number(String name) {
    return switch (fields.get(name)) {
      case null -> OptionalLong.empty();
      case BigDecimal number
          when number.stripTrailingZeros().scale() <= 0
              && number.signum() >= 0
              && number.precision() <= 15 ->
          OptionalLong.of(number.longValue());
      default -> throw wrong(name, "a whole number from 0");
    };
  }

  int number(String name, int otherwise, int max) {
    return (int) Math.min(max, number(name).orElse(otherwise));
  }

  byte[] bytes(String name) {
    try {
      return Base64.getDecoder().decode(text(name));
    } catch (IllegalArgumentException e) {
      throw wrong(name, "base64");
    }
  }

  /// A list; what is no text in it is taken as JSON.
  List<String> texts(String name) {
    if (!(fields.get(name) instanceof List<?> list)) {
      throw wrong(name, "a list");
    }
    List<String> texts = new ArrayList<>();
    for (Object each : list) {
      texts.add(each instanceof String text ? text : Json.text(json -> Json.write(json, each)));
    }
    return texts;
  }

  private static WireException wrong(String name, String wanted) {
    return new WireException(List.of(name + " has to be " + wanted));
  }
}
