package dev.perigee.energy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.perigee.model.ledger.Carbon;
import dev.perigee.model.ledger.Money;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelsTest {

  @ParameterizedTest
  @CsvSource({
    "Intel(R) Xeon(R) Platinum 8175M CPU @ 2.50GHz, Skylake",
    "Intel(R) Xeon(R) Platinum 8259CL CPU @ 2.50GHz, Cascade Lake",
    "Intel(R) Xeon(R) Platinum 8375C CPU @ 2.90GHz, Ice Lake",
    "Intel(R) Xeon(R) Platinum 8488C, Sapphire Rapids",
    "INTEL(R) XEON(R) PLATINUM 8592+, Emerald Rapids",
    "Intel(R) Xeon(R) 6975P-C, Granite Rapids",
    "Intel Xeon Processor (Skylake IBRS), Skylake",
    "Intel Xeon Processor (Icelake), Ice Lake",
    "AMD EPYC 7571, EPYC 1",
    "AMD EPYC 7R32, EPYC 2",
    "AMD EPYC 7763 64-Core Processor, EPYC 3",
    "AMD EPYC 7R13 Processor, EPYC 3",
    "AMD EPYC 9R14, EPYC 4",
    "AMD EPYC 9R45, EPYC 4",
    "Neoverse-N1, Graviton",
    "Intel(R) Xeon(R) CPU @ 2.20GHz, Ice Lake",
    "Some other CPU, Ice Lake",
    "'', Ice Lake"
  })
  void recognisesCpu(String modelName, String family) {
    assertThat(CpuFamily.of(modelName).name()).isEqualTo(family);
  }

  @Test
  void saysWhenCpuIsUnknown() {
    assertThat(CpuFamily.recognise("Some other CPU")).isEmpty();
    assertThat(CpuFamily.recognise("Intel(R) Xeon(R) CPU @ 2.20GHz")).isEmpty();
  }

  @Test
  void powerRunsFromIdleToFullLoad() {
    for (PowerCurve curve : PowerCurve.values()) {
      PowerModel model = new PowerModel(CpuFamily.DEFAULT, curve, 0.392);
      assertThat(model.cpuW(0)).isEqualTo(0.767);
      assertThat(model.cpuW(1)).isCloseTo(3.758, within(1e-12));
    }
    // 0.767 + 2.991 x (2 x 0.5 - 0.5^1.4), 0.5^1.4 = 0.378929
    assertThat(new PowerModel(CpuFamily.DEFAULT, PowerCurve.CONCAVE, 0).cpuW(0.5))
        .isCloseTo(2.624623, within(1e-6));
    NodePower node = PowerModel.of(CpuFamily.DEFAULT).node(2, 4);
    assertThat(node.idleW()).isCloseTo(2 * 0.767 + 4 * 0.392, within(1e-12));
    assertThat(node.activeW()).isCloseTo(2 * 3.758 + 4 * 0.392, within(1e-12));
  }

  @Test
  void carbonComputedByHand() {
    // 3.6e6 J = 1 kWh at 400 g and PUE 1.5 are 600 g.
    assertThat(CarbonModel.operationNanoGrams(3_600_000_000_000L, 1.5, 400))
        .isEqualTo(600_000_000_000L);
    // 1e9 bytes x 0.001 kWh/GB x 400 g/kWh = 0.4 g.
    assertThat(CarbonModel.DEFAULT.transmissionNanoGrams(1_000_000_000L, 400))
        .isEqualTo(400_000_000L);
    // One vCPU of 96 over the whole life: 1611 kg / 96 = 16.78125 kg.
    long lifetimeNs = (long) (CarbonModel.SERVER_LIFETIME_S * 1e9);
    assertThat(CarbonModel.DEFAULT.embodiedNanoGrams(1, lifetimeNs)).isEqualTo(16_781_250_000_000L);
    CarbonModel.Site site = new CarbonModel.Site(1.135, 300);
    Carbon carbon = CarbonModel.DEFAULT.of(1_000_000, site, 1_000, 1, 1_000_000_000L);
    // 1e6 x 1.135 x 300 / 3600 = 94583.33; 1000 x 0.3 = 300; 16781.25 g / 126230400 s = 132941.4
    // ng/s.
    assertThat(carbon).isEqualTo(new Carbon(94_583, 300, 132_941));
  }

  @Test
  void billsAsAwsDoes() {
    assertThat(PriceCatalogue.AWS_LIKE.bill(128, 1_000_000))
        .isEqualTo(new Money(200_000, 2_083, 0, 0, 0));
    assertThat(PriceCatalogue.AWS_LIKE.bill(128, 1))
        .isEqualTo(PriceCatalogue.AWS_LIKE.bill(128, 999_999));
    assertThat(PriceCatalogue.AWS_LIKE.bill(1_024, 1_000_000_000L).computePicoUsd())
        .isEqualTo(16_666_700);
    assertThat(PriceCatalogue.AWS_LIKE.bill(128, 0, 1_000, new PriceCatalogue.StateUse(2, 50), 7))
        .isEqualTo(new Money(200_000, 0, 90_000, 500_000, 7));
  }

  @Property
  void computePriceIsExactHalfEven(
      @ForAll @IntRange(min = 16, max = 32_768) int memoryMb,
      @ForAll @LongRange(max = 900_000_000_000L) long billedNs) {
    BigDecimal exact =
        BigDecimal.valueOf(Math.ceilDiv(billedNs, 1_000_000L), 3)
            .multiply(BigDecimal.valueOf(memoryMb))
            .multiply(BigDecimal.valueOf(16_666_700))
            .divide(BigDecimal.valueOf(1_024), 20, RoundingMode.UNNECESSARY);
    assertThat(PriceCatalogue.AWS_LIKE.computePicoUsd(memoryMb, billedNs))
        .isEqualTo(exact.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
  }

  @Test
  void roundsHalvesOfLongBillsToEven() {
    // At 1 pico-dollar per GB-s these are 0.5, 1.5, 1.5, 1.5 and 2.5.
    PriceCatalogue one = prices(1, 1_000_000);
    assertThat(one.computePicoUsd(25, 20_480_000_000L)).isZero();
    assertThat(one.computePicoUsd(25, 61_440_000_000L)).isEqualTo(2);
    assertThat(one.computePicoUsd(512, 3_000_000_000L)).isEqualTo(2);
    assertThat(one.computePicoUsd(1_536, 1_000_000_000L)).isEqualTo(2);
    assertThat(one.computePicoUsd(512, 5_000_000_000L)).isEqualTo(2);
  }

  @Test
  void theHighestPriceOfTheLargestFunctionCanBeBooked() {
    PriceCatalogue dear = prices(PriceCatalogue.PRICE_PICO_USD_MAX, 1_000_000);
    assertThat(dear.bill(32_768, 900_000_000_000L).computePicoUsd())
        .isEqualTo(32 * 900 * PriceCatalogue.PRICE_PICO_USD_MAX);
    assertThatThrownBy(() -> prices(PriceCatalogue.PRICE_PICO_USD_MAX + 1, 1_000_000))
        .hasMessageContaining("computePicoUsdPerGbS must be 0..");
  }

  private static PriceCatalogue prices(long computePicoUsdPerGbS, long granularityNs) {
    return new PriceCatalogue(
        LocalDate.EPOCH, "a test", "x", 0, computePicoUsdPerGbS, granularityNs, 0, 0, 0);
  }

  @Test
  void roundsHalvesToEven() {
    assertThat(Rounding.halfEven(5, 2)).isEqualTo(2);
    assertThat(Rounding.halfEven(7, 2)).isEqualTo(4);
    assertThat(Rounding.halfEven(-5, 2)).isEqualTo(-2);
    assertThat(Rounding.halfEven("x", 2.5)).isEqualTo(2);
    assertThatThrownBy(() -> Rounding.halfEven("x", 1e19)).hasMessageContaining("64 bits");
  }

  @Test
  void refusesWhatNoFormulaTakes() {
    assertThatThrownBy(() -> new NodePower(0, 1, 0, 0, 0, PowerCurve.LINEAR, 0, 0, 0))
        .isInstanceOf(EnergyException.class)
        .hasMessageContaining("vcpus > 0");
    assertThatThrownBy(() -> new CarbonModel.Site(0.9, 100)).hasMessageContaining("pue above 1");
    assertThatThrownBy(() -> Usage.of(1, -1, 1, 1, true))
        .hasMessageContaining("cpuNs must be >= 0, got -1");
    assertThatThrownBy(() -> prices(0, 1_500)).hasMessageContaining("whole micro-seconds");
  }
}
