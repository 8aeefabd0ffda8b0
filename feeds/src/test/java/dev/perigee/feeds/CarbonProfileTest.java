package dev.perigee.feeds;

import static dev.perigee.feeds.CarbonTableTest.ns;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import java.io.StringReader;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CarbonProfileTest {
  private static final String HOURS =
      IntStream.range(0, 24).mapToObj("%02d"::formatted).collect(Collectors.joining(","));
  private static final String YEARS = "zone,year,grams_per_kwh\nAT,2022,244.5\nDE,2022,500\n";

  @Test
  void givesTheUsualHourOfTheMonthAndElseTheYearlyMean() {
    CarbonProfile profile = read("zone,month," + HOURS + "\nAT,3," + HOURS + "\n", YEARS);
    assertThat(profile.gramsPerKwh(0, ns("2031-03-17T15:45:00Z"))).isEqualTo(15);
    assertThat(profile.gramsPerKwh(0, ns("1960-03-17T23:00:00Z"))).isEqualTo(23);
    assertThat(profile.gramsPerKwh(0, ns("2031-04-01T15:45:00Z"))).isEqualTo(244.5);
    assertThat(profile.gramsPerKwh(1, ns("2031-03-17T15:45:00Z"))).isEqualTo(500);
    assertThat(profile.isMonthKnown(0, 3)).isTrue();
    assertThat(profile.isMonthKnown(0, 4)).isFalse();
    assertThat(profile.isMonthKnown(1, 3)).isFalse();
  }

  @Test
  void bundledTableKnowsTheGridsOfTheHourlyFile() {
    CarbonProfile profile = CarbonProfile.bundled();
    assertThat(profile.zones())
        .hasSize(123)
        .contains("AT", "US-CAL-CISO", "AU-NSW", "ZA")
        .isSorted();
    int austria = profile.zoneIndex("AT");
    assertThat(profile.gramsPerKwh(austria, ns("2026-01-05T00:10:00Z"))).isEqualTo(292.7);
    assertThat(profile.gramsPerKwh(austria, ns("2026-11-24T12:00:00Z"))).isEqualTo(244.5);
    long full =
        IntStream.range(0, 123)
            .filter(zone -> profile.isMonthKnown(zone, 1) && profile.isMonthKnown(zone, 8))
            .count();
    assertThat(full).isEqualTo(36);
  }

  @Test
  void bundledValuesAreThoseOfGrids() {
    CarbonProfile profile = CarbonProfile.bundled();
    for (int zone = 0; zone < profile.zones().size(); zone++) {
      for (int day = 0; day < 12; day++) {
        for (int hour = 0; hour < 24; hour++) {
          long utcNs = ns("2026-01-15T00:00:00Z") + (day * 30L * 24 + hour) * 3_600_000_000_000L;
          double grams = profile.gramsPerKwh(zone, utcNs);
          if (!(grams > 1 && grams < 1_200)) {
            fail(profile.zones().get(zone) + " has " + grams + " g/kWh at hour " + hour);
          }
        }
      }
    }
  }

  @Test
  void namesAllProblemsWithTheirLines() {
    String header = "zone,month," + HOURS + "\n";
    assertThat(
            refused(
                    header
                        + ("AT,1," + HOURS + "\n")
                        + ("AT,1," + HOURS + "\n")
                        + ("MARS,13," + HOURS + "\n")
                        + ("DE,2," + HOURS.replace("07", "x") + "\n"),
                    YEARS)
                .problems())
        .containsExactly(
            "line 3: month 1 of zone AT appears twice",
            "line 4: unknown zone MARS, it has no yearly mean",
            "line 4: month must be from 1 to 12, got '13'",
            "line 5: column 07 needs a number >= 0 in g CO2e/kWh, got 'x'");
    assertThat(refused(header, YEARS + "AT,2022,1\nCH,2022,\n").problems())
        .containsExactly(
            "line 4: zone AT appears twice",
            "line 5: column grams_per_kwh needs a number >= 0 in g CO2e/kWh, got ''");
    assertThat(refused("zone,month\n", YEARS))
        .hasMessageContaining("the columns must be zone,month,00,01");
    assertThat(refused(header, "zone,mean\n")).hasMessageContaining("zone,year,grams_per_kwh");
  }

  private static CarbonProfile read(String months, String years) {
    return CarbonProfile.read(
        "months.csv", new StringReader(months), "years.csv", new StringReader(years));
  }

  private static FeedException refused(String months, String years) {
    return catchThrowableOfType(FeedException.class, () -> read(months, years));
  }
}
