package dev.perigee.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.perigee.energy.PriceCatalogue;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PriceFileTest {
  private static final String GOOD =
      """
      {"date": "2025-03-01", "source": "a list", "region": "edge", "perRequestUsd": 2e-7,
       "perGbSecondUsd": 0.0000166667, "perGbTransferUsd": 0}
      """;

  @Test
  void turnsDollarsIntoExactPicoDollars() {
    assertThat(read(GOOD))
        .isEqualTo(
            new PriceCatalogue(
                LocalDate.of(2025, 3, 1),
                "a list",
                "edge",
                200_000,
                16_666_700,
                1_000_000,
                0,
                0,
                0));
    PriceCatalogue all =
        read(
            GOOD.replace(
                "}",
                ", \"stepMs\": 100, \"perStateOperationUsd\": 1e-6, \"perGbStateUsd\": 0.25}"));
    assertThat(all.granularityNs()).isEqualTo(100_000_000);
    assertThat(all.statePicoUsdPerOperation()).isEqualTo(1_000_000);
    assertThat(all.statePicoUsdPerByte()).isEqualTo(250);
  }

  @Test
  void theBundledFileIsTheDefault() throws Exception {
    try (InputStream in =
        PriceFile.class.getResourceAsStream("/prices/aws_lambda_us_east_1.json")) {
      assertThat(
              PriceFile.read(
                  "bundled",
                  new InputStreamReader(Objects.requireNonNull(in), StandardCharsets.UTF_8)))
          .isEqualTo(PriceCatalogue.AWS_LIKE);
    }
  }

  @Test
  void namesAllProblemsAtOnceWithTheirLines() {
    assertThat(
            refused(
                    """
                    {"date": "March", "region": "", "source": 5,
                     "perRequestUsd": -1, "perGbSecondUsd": "free",
                     "perGbMonthUsd": 1,
                     "stepMs": 0.5, "perGbStateUsd": 0.0001}
                    """)
                .problems())
        .containsExactly(
            "line 3: unknown key perGbMonthUsd, known are date, source, region, perRequestUsd,"
                + " perGbSecondUsd, perGbTransferUsd, stepMs, perStateOperationUsd, perGbStateUsd",
            "line 1: date must be a day such as 2025-01-01, got \"March\"",
            "line 1: source must be a text, got 5",
            "line 1: region must be a text, got \"\"",
            "line 2: perRequestUsd must be a number of 0 to 10 in USD, got -1",
            "line 2: perGbSecondUsd must be a number of 0 to 10 in USD, got \"free\"",
            "perGbTransferUsd must be a number of 0 to 1000 in USD, got nothing",
            "line 4: stepMs must be a whole number of 1 to 900000, got 0.5",
            "line 4: perGbStateUsd must have at most 3 decimals, got 0.0001");
    assertThat(refused(GOOD.replace("2e-7", "1e9")))
        .hasMessageContaining("perRequestUsd must be a number of 0 to 10 in USD");
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
    assertThat(refused(GOOD + "{}")).hasMessageContaining("line 3: has more behind the object");
  }

  @Test
  void readsAFile(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("prices.json"), GOOD);
    assertThat(PriceFile.read(file)).isEqualTo(read(GOOD));
  }

  private static PriceCatalogue read(String text) {
    return PriceFile.read("prices.json", new StringReader(text));
  }

  private static FeedException refused(String text) {
    return catchThrowableOfType(FeedException.class, () -> read(text));
  }
}
