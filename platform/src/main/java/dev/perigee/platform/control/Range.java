package dev.perigee.platform.control;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Wire;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;

/// What is expected of an amount, and between what it is thought to lie.
public record Range(double mean, double low, double high) implements Wire {
  private static final MathContext SHOWN = new MathContext(6);

  public Range times(double factor) {
    return new Range(mean * factor, low * factor, high * factor);
  }

  @Override
  public void write(JsonGenerator json) throws IOException {
    json.writeStartObject();
    json.writeNumberField("mean", shown(mean));
    json.writeNumberField("low", shown(low));
    json.writeNumberField("high", shown(high));
    json.writeEndObject();
  }

  static BigDecimal shown(double value) {
    BigDecimal rounded = new BigDecimal(value, SHOWN).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
  }
}
