package dev.perigee.cli.show;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/// Numbers for people: three digits that count, no exponent.
public final class Figures {
  private static final MathContext THREE = new MathContext(3, RoundingMode.HALF_UP);

  private Figures() {}

  public static String three(@Nullable Object value) {
    if (!(value instanceof BigDecimal number)) {
      return value == null ? "" : value.toString();
    }
    BigDecimal rounded =
        number.abs().compareTo(BigDecimal.valueOf(1_000)) >= 0
            ? number.setScale(0, RoundingMode.HALF_UP)
            : number.round(THREE);
    return plain(rounded);
  }

  /// The number as it is.
  public static String exact(@Nullable Object value) {
    return value instanceof BigDecimal number
        ? plain(number)
        : value == null ? "" : value.toString();
  }

  /// `value` times ten to the power.
  public static String scaled(@Nullable Object value, int power) {
    return value instanceof BigDecimal number ? three(number.scaleByPowerOfTen(power)) : "";
  }

  private static String plain(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }
}
