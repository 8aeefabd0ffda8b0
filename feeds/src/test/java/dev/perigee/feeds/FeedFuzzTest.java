package dev.perigee.feeds;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Fuzz;
import java.io.Reader;
import java.io.StringReader;
import org.junit.jupiter.api.Test;

/// Whatever lies in a file of a feed.
class FeedFuzzTest {
  private static final String CARBON =
      """
      datetime_utc,AT,DE
      2022-01-01T00:00:00Z,100,300.5
      2022-01-01T01:00:00Z,101,301.5
      2022-01-01T02:00:00Z,102,302.5
      """;
  private static final String TRACE =
      """
      bytes,function,offset_s,duration_ms
      10,b,1.5,20
      ,a,0.25,
      12,a,1.500000000,0.5
      """;
  private static final String PRICES =
      """
      {"date": "2025-03-01", "source": "a list", "region": "edge", "perRequestUsd": 2e-7,
       "perGbSecondUsd": 0.0000166667, "perGbTransferUsd": 0}
      """;

  private static Reader text(byte[] bytes) {
    return new StringReader(new String(bytes, UTF_8));
  }

  @Test
  void readsOrRefusesEveryCarbonTable() {
    Fuzz.Result result =
        Fuzz.of(CARBON)
            .refusing(FeedException.class)
            .run(file -> CarbonTable.read("table", text(file)));

    assertThat(result.taken()).isPositive();
  }

  @Test
  void readsOrRefusesEveryTrace() {
    Fuzz.Result result =
        Fuzz.of(TRACE)
            .refusing(FeedException.class)
            .run(file -> ArrivalTrace.read("trace", text(file)));

    assertThat(result.taken()).isPositive();
  }

  @Test
  void readsOrRefusesEveryPriceFile() {
    Fuzz.Result result =
        Fuzz.of(PRICES)
            .refusing(FeedException.class)
            .run(file -> PriceFile.read("prices", text(file)));

    assertThat(result.taken()).isPositive();
  }
}
