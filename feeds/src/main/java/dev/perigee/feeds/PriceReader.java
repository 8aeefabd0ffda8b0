package dev.perigee.feeds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;

/// Reads one price catalogue. Numbers stay decimal until they are whole pico-dollars: no price
/// changes by rounding to a double.
final class PriceReader {
  private static final int PICO_DIGITS = 12;
  private static final List<String> KEYS =
      List.of("date", "source", "region", "perRequestUsd", "perGbSecondUsd", "perGbTransferUsd");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  private final String source;
  private final Problems problems;

  PriceReader(String source) {
    this.source = source;
    this.problems = new Problems(source);
  }

  PriceCatalogue read(Reader in) {
    JsonNode root = tree(in);
    if (!root.isObject()) {
      problems.add("must be a JSON object with " + String.join(", ", KEYS));
      problems.throwIfAny();
    }
    for (var entry : root.properties()) {
      if (!KEYS.contains(entry.getKey())) {
        problems.add("unknown key " + entry.getKey() + ", known are " + String.join(", ", KEYS));
      }
    }
    LocalDate date = date(root.path("date"));
    String from = text(root, "source");
    String region = text(root, "region");
    long request = picoUsd(root, "perRequestUsd");
    long gbSecond = picoUsd(root, "perGbSecondUsd");
    long transfer = picoUsd(root, "perGbTransferUsd");
    problems.throwIfAny();
    return new PriceCatalogue(date, from, region, request, gbSecond, transfer);
  }

  private JsonNode tree(Reader in) {
    try {
      return JSON.readTree(in);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new FeedException(source, where + "is no JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new FeedException(source, "can't be read: " + e, e);
    }
  }

  private LocalDate date(JsonNode node) {
    try {
      return LocalDate.parse(node.asText());
    } catch (DateTimeException e) {
      problems.add("date must be a day such as 2025-01-01, got " + node);
      return LocalDate.EPOCH;
    }
  }

  private String text(JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isTextual() || node.asText().isBlank()) {
      problems.add(key + " must be a text, got " + shown(node));
    }
    return node.asText();
  }

  private long picoUsd(JsonNode root, String key) {
    JsonNode node = root.path(key);
    BigDecimal usd = node.isNumber() ? node.decimalValue() : BigDecimal.ONE.negate();
    if (usd.signum() >= 0) {
      try {
        return Decimal.scaled(usd, PICO_DIGITS);
      } catch (NumberFormatException e) {
        problems.add(key + " must be below 9 million USD, got " + node);
        return 0;
      }
    }
    problems.add(key + " must be a number >= 0 in USD, got " + shown(node));
    return 0;
  }

  private static String shown(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }
}
