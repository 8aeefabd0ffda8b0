package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

final class MillionthsTest {
  @Test
  void writesAsManyDigitsAsTheValueNeeds() {
    assertThat(Millionths.text(202_083)).isEqualTo("0.202083");
    assertThat(Millionths.text(202_000)).isEqualTo("0.202");
    assertThat(Millionths.text(3_000_000)).isEqualTo("3");
    assertThat(Millionths.text(0)).isEqualTo("0");
    assertThat(Millionths.text(1)).isEqualTo("0.000001");
    assertThat(Millionths.text(-500_000)).isEqualTo("-0.5");
  }

  @Property
  void losesNothingAndHasNoExponent(@ForAll long value) {
    String text = Millionths.text(value);

    assertThat(new BigDecimal(text)).isEqualByComparingTo(BigDecimal.valueOf(value, 6));
    assertThat(text).matches("-?\\d+(\\.\\d*[1-9])?");
  }
}
