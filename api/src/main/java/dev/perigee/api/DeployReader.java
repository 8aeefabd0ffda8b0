package dev.perigee.api;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;

/// Reads a deployment token by token and collects all that is wrong with it.
final class DeployReader {
  private static final String KEYS =
      "runtime, handler, memoryMb, timeoutS, isolation, concurrency, environment, network, zip,"
          + " image";
  private static final BigDecimal INT_MAX = BigDecimal.valueOf(Integer.MAX_VALUE);

  private final JsonParser json;
  private final List<String> problems = new ArrayList<>();
  private final Map<String, String> environment = new TreeMap<>();
  private String runtime = "";
  private String handler = "";
  private String isolation = "";
  private OptionalInt memoryMb = OptionalInt.empty();
  private OptionalInt concurrency = OptionalInt.empty();
  private OptionalLong timeoutMs = OptionalLong.empty();
  private String image = "";
  private final List<String> network = new ArrayList<>();
  private byte[] zip = new byte[0];

  DeployReader(JsonParser json) {
    this.json = json;
  }

  DeployRequest read() throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new WireException("a deployment is a JSON object with " + KEYS);
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      field(name);
    }
    if (zip.length == 0 && image.isEmpty() && nothingIsSaidOf("zip")) {
      problems.add("zip is missing: give the code as a zip archive in base64, or name an image");
    }
    if (zip.length > 0 && !image.isEmpty()) {
      problems.add("zip and image exclude each other: the code is one of them");
    }
    if (!problems.isEmpty()) {
      throw new WireException(problems);
    }
    return new DeployRequest(
        runtime,
        handler,
        memoryMb,
        timeoutMs,
        isolation,
        concurrency,
        environment,
        zip,
        image,
        network);
  }

  private boolean nothingIsSaidOf(String name) {
    return problems.stream().noneMatch(problem -> problem.startsWith(name));
  }

  private void field(String name) throws IOException {
    switch (name) {
      case "runtime" -> runtime = string(name);
      case "handler" -> handler = string(name);
      case "isolation" -> isolation = string(name);
      case "memoryMb" -> memoryMb = wholeNumber(name);
      case "concurrency" -> concurrency = wholeNumber(name);
      case "timeoutS" -> timeoutMs = milliseconds(name);
      case "environment" -> variables();
      case "network" -> network();
      case "zip" -> zip = binary();
      case "image" -> image = string(name);
      default -> {
        problems.add("unknown key '" + name + "': known are " + KEYS);
        json.skipChildren();
      }
    }
  }

  private String string(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      return json.getText();
    }
    wrong(name, "text");
    return "";
  }

  private OptionalInt wholeNumber(String name) throws IOException {
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
      BigDecimal value = json.getDecimalValue();
      if (value.signum() >= 0 && value.compareTo(INT_MAX) <= 0) {
        return OptionalInt.of(value.intValueExact());
      }
    }
    wrong(name, "a whole number from 0 to 2147483647");
    return OptionalInt.empty();
  }

  private OptionalLong milliseconds(String name) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
      double ms = json.getDoubleValue() * 1_000;
      if (ms >= 0 && ms <= Integer.MAX_VALUE) {
        return OptionalLong.of(Math.round(ms));
      }
    }
    wrong(name, "a number of seconds, 0 or more");
    return OptionalLong.empty();
  }

  private void variables() throws IOException {
    if (json.currentToken() != JsonToken.START_OBJECT) {
      wrong("environment", "an object of texts, such as {\"KEY\": \"value\"}");
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      json.nextToken();
      String value = string("environment." + name);
      environment.put(name, value);
    }
  }

  private void network() throws IOException {
    String form = "an object such as {\"allow\": [\"api.example.org\"]}";
    if (json.currentToken() != JsonToken.START_OBJECT) {
      wrong("network", form);
      return;
    }
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String name = json.currentName();
      if (json.nextToken() == JsonToken.START_ARRAY && name.equals("allow")) {
        destinations();
      } else {
        wrong("network." + name, "left out: network is " + form);
      }
    }
  }

  private void destinations() throws IOException {
    while (json.nextToken() != JsonToken.END_ARRAY) {
      network.add(string("network.allow"));
    }
  }

  private byte[] binary() throws IOException {
    if (json.currentToken() == JsonToken.VALUE_STRING) {
      try {
        return json.getBinaryValue();
      } catch (JsonParseException e) {
        problems.add("zip is not base64: " + e.getOriginalMessage());
        return new byte[0];
      }
    }
    wrong("zip", "base64 text");
    return new byte[0];
  }

  private void wrong(String name, String needed) throws IOException {
    JsonToken token = json.currentToken();
    String found =
        token.isScalarValue() ? json.getText() : token == JsonToken.START_ARRAY ? "[..]" : "{..}";
    problems.add("%s is %s: it has to be %s".formatted(name, shortened(found), needed));
    json.skipChildren();
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "..";
  }
}
