package dev.perigee.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceCatalogueTest {
  private static final String GOOD =
      """
      {"date": "2025-03-01", "source": "a list", "region": "edge", "perRequestUsd": 2e-7,
       "perGbSecondUsd": 0.0000166667, "perGbTransferUsd": 0}
      """;

  @Test
  void turnsDollarsIntoExactPicoDollars() {
    assertThat(read(GOOD))
        .isEqualTo(
            new PriceCatalogue(LocalDate.of(2025, 3, 1), "a list", "edge", 200_000, 16_666_700, 0));
  }

  @Test
  void bundledPricesMakeTheKnownPriceOfAShortCall() {
    PriceCatalogue prices = PriceCatalogue.bundled();
    assertThat(prices.region()).isEqualTo("us-east-1");
    assertThat(prices.perGbTransferPicoUsd()).isEqualTo(90_000_000_000L);
    // 128 MB for 1 ms are 0.202 micro-dollars.
    double microUsd =
        (prices.perRequestPicoUsd() + prices.perGbSecondPicoUsd() * 0.125 * 0.001) / 1e6;
    assertThat(microUsd).isEqualTo(0.202083, org.assertj.core.data.Offset.offset(1e-6));
  }

  @Test
  void namesAllProblemsAtOnce() {
    assertThat(
            refused(
                    """
                    {"date": "March", "region": "", "source": 5, "perRequestUsd": -1, "perGbSecondUsd": "free",
                     "perGbMonthUsd": 1}
                    """)
                .problems())
        .containsExactly(
            "unknown key perGbMonthUsd, known are date, source, region, perRequestUsd,"
                + " perGbSecondUsd, perGbTransferUsd",
            "date must be a day such as 2025-01-01, got \"March\"",
            "source must be a text, got 5",
            "region must be a text, got \"\"",
            "perRequestUsd must be a number >= 0 in USD, got -1",
            "perGbSecondUsd must be a number >= 0 in USD, got \"free\"",
            "perGbTransferUsd must be a number >= 0 in USD, got nothing");
    assertThat(refused(GOOD.replace("2e-7", "1e9")))
        .hasMessageContaining("perRequestUsd must be below 9 million USD");
    assertThat(refused(GOOD.replace("2e-7", "1e999999999"))).hasMessageContaining("perRequestUsd");
  }

  @Test
  void refusesWhatIsNoJsonObject() {
    assertThat(refused("[1]")).hasMessageContaining("must be a JSON object with date");
    assertThat(refused("")).hasMessageContaining("must be a JSON object");
    assertThat(refused("{\n\"date\": 1,\n oops}"))
        .hasMessageContaining("prices.json: line 3: is no JSON");
    assertThat(refused("{\"date\": 1, \"date\": 2}")).hasMessageContaining("Duplicate");
    assertThat(refused(GOOD + "x")).hasMessageContaining("is no JSON");
  }

  @Test
  void readsAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("prices.json"), GOOD);
    assertThat(PriceCatalogue.read(file)).isEqualTo(read(GOOD));
  }

  private static PriceCatalogue read(String text) {
    return PriceCatalogue.read("prices.json", new StringReader(text));
  }

  private static FeedException refused(String text) {
    return catchThrowableOfType(FeedException.class, () -> read(text));
  }
}
