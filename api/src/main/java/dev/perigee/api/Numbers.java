package dev.perigee.api;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;

/// Integers of a small unit as plain decimals of the large one.
final class Numbers {
  private static final int MICRO = 6;
  private static final int NANO = 9;
  private static final int PICO = 12;

  private Numbers() {}

  /// 1500 is 1.5, 3000 is 3.
  static BigDecimal thousandths(long value) {
    return decimal(value, 3);
  }

  static void micro(JsonGenerator json, String name, long value) throws IOException {
    field(json, name, value, MICRO);
  }

  static void nano(JsonGenerator json, String name, long value) throws IOException {
    field(json, name, value, NANO);
  }

  static void pico(JsonGenerator json, String name, long value) throws IOException {
    field(json, name, value, PICO);
  }

  static void micros(JsonGenerator json, String name, long[] values) throws IOException {
    array(json, name, values, MICRO);
  }

  static void nanos(JsonGenerator json, String name, long[] values) throws IOException {
    array(json, name, values, NANO);
  }

  static void picos(JsonGenerator json, String name, long[] values) throws IOException {
    array(json, name, values, PICO);
  }

  private static void field(JsonGenerator json, String name, long value, int decimals)
      throws IOException {
    json.writeFieldName(name);
    json.writeNumber(decimal(value, decimals).toPlainString());
  }

  private static void array(JsonGenerator json, String name, long[] values, int decimals)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (long value : values) {
      json.writeNumber(decimal(value, decimals).toPlainString());
    }
    json.writeEndArray();
  }

  private static BigDecimal decimal(long value, int decimals) {
    BigDecimal decimal = BigDecimal.valueOf(value, decimals).stripTrailingZeros();
    return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
  }
}
