package dev.perigee.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalTest {

  @Property(tries = 500)
  void readsTheNearestDoubleLikeTheLibrary(
      @ForAll @LongRange(min = 0, max = 999_999_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 0, max = 18) int fraction) {
    String text = BigDecimal.valueOf(digits, fraction).toPlainString();
    assertThat(Decimal.nonNegative(text)).isEqualTo(Double.parseDouble(text));
  }

  @Property(tries = 500)
  void scalesLikeExactArithmetic(
      @ForAll @LongRange(min = 0, max = 99_999_999_999_999L) long digits,
      @ForAll @IntRange(min = 0, max = 16) int fraction,
      @ForAll @IntRange(min = 0, max = 4) int shift) {
    BigDecimal number = BigDecimal.valueOf(digits, fraction);
    assertThat(Decimal.scaled(number.toPlainString(), shift))
        .isEqualTo(Decimal.scaled(number, shift));
  }

  @Test
  void takesEveryUsualSpelling() {
    assertThat(Decimal.nonNegative("5.")).isEqualTo(5);
    assertThat(Decimal.nonNegative(".5")).isEqualTo(0.5);
    assertThat(Decimal.nonNegative("1.5e2")).isEqualTo(150);
    assertThat(Decimal.scaled("10.0000000000000", 9)).isEqualTo(10_000_000_000L);
    assertThat(Decimal.scaled("2e-3", 6)).isEqualTo(2_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.2.3", "x", "1 2", "-1", "NaN", "Infinity", "0x1p9q"})
  void refusesWhatIsNoNumberOfAtLeastZero(String text) {
    assertThatThrownBy(() -> Decimal.nonNegative(text)).isInstanceOf(NumberFormatException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "1.2.3", "x", "1 2", "99999999999999999999"})
  void refusesWhatCannotBeScaled(String text) {
    assertThatThrownBy(() -> Decimal.scaled(text, 9)).isInstanceOf(NumberFormatException.class);
  }
}
