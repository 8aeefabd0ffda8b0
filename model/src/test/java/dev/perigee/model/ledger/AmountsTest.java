package dev.perigee.model.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.model.ModelException;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AmountsTest {
  private static final long MAX = ModelException.AMOUNT_MAX;

  @Test
  void anAmountBelowNothingIsRefusedByName() {
    assertThatThrownBy(() -> new Energy(0, 0, 0, 0, -1, 0))
        .isInstanceOf(ModelException.class)
        .hasMessage("idleMicroJ must be 0.." + MAX + ", got -1");
    assertThatThrownBy(() -> new Carbon(0, -2, 0))
        .hasMessageContaining("transmissionNanoGramsCo2e must be 0..");
    assertThatThrownBy(() -> new Money(0, 0, 0, 0, -3))
        .hasMessageContaining("servicesPicoUsd must be 0..");
  }

  @Test
  void theLargestAmountsAddUp() {
    assertThat(new Energy(MAX, MAX, MAX, MAX, MAX, MAX).totalMicroJ()).isEqualTo(6 * MAX);
    assertThat(new Carbon(MAX, MAX, MAX).totalNanoGramsCo2e()).isEqualTo(3 * MAX);
    assertThat(new Money(MAX, MAX, MAX, MAX, MAX).totalPicoUsd()).isEqualTo(5 * MAX);
    assertThatThrownBy(() -> new Energy(MAX + 1, 0, 0, 0, 0, 0))
        .hasMessageContaining("cpuMicroJ must be 0..");
  }

  @Test
  void anEntryNamesWhatIsWrong() {
    assertThatThrownBy(() -> entry("", 1, 200)).hasMessageContaining("function must not be empty");
    assertThatThrownBy(() -> entry("f", 0.9, 200)).hasMessage("pue must be >= 1, got 0.9");
    assertThatThrownBy(() -> entry("f", 1, Double.NaN))
        .hasMessage("intensityGramsPerKwh must be >= 0, got NaN");
  }

  private static LedgerEntry entry(String function, double pue, double intensityGramsPerKwh) {
    return new LedgerEntry(
        new UUID(0, 1),
        "default",
        function,
        1,
        "n1",
        0,
        Outcome.OK,
        false,
        Phases.NONE,
        128,
        0,
        0,
        0,
        Energy.NONE,
        Carbon.NONE,
        Money.NONE,
        Quality.MODELLED,
        false,
        intensityGramsPerKwh,
        pue,
        0,
        0);
  }
}
