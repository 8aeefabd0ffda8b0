package dev.perigee.feeds;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.perigee.energy.PriceCatalogue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads a price catalogue: a JSON object with `date, source, region, perRequestUsd,
/// perGbSecondUsd, perGbTransferUsd` and, where they differ from the defaults, `stepMs` (1),
/// `perStateOperationUsd` and `perGbStateUsd` (0). Numbers stay decimal until they are whole
/// pico-dollars: no price changes by rounding to a double.
public final class PriceFile {
  private static final int PICO_DIGITS = 12;

  /// Pico-dollars per byte are thousandths of a dollar per 1e9 bytes.
  private static final int PER_BYTE_DIGITS = 3;

  private static final long NS_PER_MS = 1_000_000;
  private static final int STEP_MS_MAX = 900_000;
  private static final List<String> REQUIRED =
      List.of("date", "source", "region", "perRequestUsd", "perGbSecondUsd", "perGbTransferUsd");
  private static final List<String> OPTIONAL =
      List.of("stepMs", "perStateOperationUsd", "perGbStateUsd");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .build();

  /// A value and the line of its key.
  private record Field(int line, JsonNode value) {}

  private final String source;
  private final Problems problems;
  private final Map<String, Field> fields = new LinkedHashMap<>();

  private PriceFile(String source) {
    this.source = source;
    this.problems = new Problems(source);
  }

  public static PriceCatalogue read(Path file) {
    try (BufferedReader in = CsvLines.open(file)) {
      return read(file.toString(), in);
    } catch (IOException e) {
      throw new FeedException(file.toString(), "can't be closed: " + e, e);
    }
  }

  /// Reads the same from text; `source` is what messages call it.
  public static PriceCatalogue read(String source, Reader in) {
    PriceFile file = new PriceFile(source);
    file.parse(in);
    return file.catalogue();
  }

  private void parse(Reader in) {
    try (JsonParser parser = JSON.createParser(in)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        problems.add("must be a JSON object with " + String.join(", ", REQUIRED));
        problems.throwIfAny();
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String key = parser.currentName();
        int line = parser.currentTokenLocation().getLineNr();
        parser.nextToken();
        fields.put(key, new Field(line, JSON.readTree(parser)));
      }
      if (parser.nextToken() != null) {
        problems.add(parser.currentTokenLocation().getLineNr(), "has more behind the object");
      }
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new FeedException(source, where + "is no JSON: " + e.getOriginalMessage(), e);
    } catch (NumberFormatException e) {
      throw new FeedException(source, "has a number that can't be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new FeedException(source, "can't be read: " + e, e);
    }
  }

  private PriceCatalogue catalogue() {
    fields.forEach((key, field) -> {
      if (!REQUIRED.contains(key) && !OPTIONAL.contains(key)) {
        problems.add(
            field.line(),
            "unknown key %s, known are %s, %s"
                .formatted(key, String.join(", ", REQUIRED), String.join(", ", OPTIONAL)));
      }
    });
    LocalDate date = date();
    String from = text("source");
    String region = text("region");
    long request = price("perRequestUsd", PICO_DIGITS, PriceCatalogue.PRICE_PICO_USD_MAX);
    long gbSecond = price("perGbSecondUsd", PICO_DIGITS, PriceCatalogue.PRICE_PICO_USD_MAX);
    long transfer = perByte("perGbTransferUsd");
    long stepNs = stepNs();
    long operation = optional("perStateOperationUsd") ? 0 : operation();
    long state = optional("perGbStateUsd") ? 0 : perByte("perGbStateUsd");
    problems.throwIfAny();
    return new PriceCatalogue(
        date, from, region, request, gbSecond, stepNs, transfer, operation, state);
  }

  private boolean optional(String key) {
    return !fields.containsKey(key);
  }

  private long operation() {
    return price("perStateOperationUsd", PICO_DIGITS, PriceCatalogue.PRICE_PICO_USD_MAX);
  }

  private long perByte(String key) {
    return price(key, PER_BYTE_DIGITS, PriceCatalogue.PRICE_PICO_USD_PER_BYTE_MAX);
  }

  private LocalDate date() {
    JsonNode node = node("date");
    try {
      return LocalDate.parse(node.asText());
    } catch (DateTimeException e) {
      wrong("date", "must be a day such as 2025-01-01");
      return LocalDate.EPOCH;
    }
  }

  private String text(String key) {
    JsonNode node = node(key);
    if (!node.isTextual() || node.asText().isBlank()) {
      wrong(key, "must be a text");
    }
    return node.asText();
  }

  private long stepNs() {
    if (optional("stepMs")) {
      return NS_PER_MS;
    }
    JsonNode node = node("stepMs");
    if (!node.isIntegralNumber() || node.asLong() < 1 || node.asLong() > STEP_MS_MAX) {
      wrong("stepMs", "must be a whole number of 1 to " + STEP_MS_MAX);
    }
    return node.asLong() * NS_PER_MS;
  }

  /// A price in the unit with `digits` decimals; it has to be exact.
  private long price(String key, int digits, long max) {
    JsonNode node = node(key);
    BigDecimal usd = node.isNumber() ? node.decimalValue() : BigDecimal.ONE.negate();
    BigDecimal most = BigDecimal.valueOf(max, digits).stripTrailingZeros();
    if (usd.signum() < 0 || usd.compareTo(most) > 0) {
      wrong(key, "must be a number of 0 to " + most.toPlainString() + " in USD");
      return 0;
    }
    if (usd.stripTrailingZeros().scale() > digits) {
      wrong(key, "must have at most " + digits + " decimals");
      return 0;
    }
    return Decimal.scaled(usd, digits);
  }

  private JsonNode node(String key) {
    Field field = fields.get(key);
    return field == null ? MissingNode.getInstance() : field.value();
  }

  private void wrong(String key, String rule) {
    Field field = fields.get(key);
    if (field == null) {
      problems.add(key + " " + rule + ", got nothing");
    } else {
      problems.add(field.line(), key + " " + rule + ", got " + field.value());
    }
  }
}
