package dev.perigee.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CarbonTableTest {
  private static final String TWO_ZONES =
      """
      datetime_utc,AT,DE
      2022-01-01T00:00:00Z,100,300.5
      2022-01-01T01:00:00Z,101,301.5
      2022-01-01T02:00:00Z,102,302.5
      """;

  @Test
  void givesTheHourThatHoldsTheInstant() {
    CarbonTable table = read(TWO_ZONES);
    int de = table.zoneIndex("DE");
    assertThat(table.zones()).containsExactly("AT", "DE");
    assertThat(table.hours()).isEqualTo(3);
    assertThat(table.start()).isEqualTo(Instant.parse("2022-01-01T00:00:00Z"));
    assertThat(table.gramsPerKwh(0, ns("2022-01-01T00:00:00Z"))).isEqualTo(100);
    assertThat(table.gramsPerKwh(de, ns("2022-01-01T00:59:59.999999999Z"))).isEqualTo(300.5);
    assertThat(table.gramsPerKwh(de, ns("2022-01-01T02:00:00Z"))).isEqualTo(302.5);
  }

  @Test
  void takesTheSameHourOfTheCoveredYearForOtherYears() {
    CarbonTable table = read(days("2022-01-01", 90));
    double ownHour = table.gramsPerKwh(0, ns("2022-02-10T07:30:00Z"));
    assertThat(ownHour).isEqualTo(40 * 24 + 7);
    assertThat(table.gramsPerKwh(0, ns("2026-02-10T07:30:00Z"))).isEqualTo(ownHour);
    assertThat(table.gramsPerKwh(0, ns("1999-02-10T07:30:00Z"))).isEqualTo(ownHour);
  }

  @Test
  void repeatsCoveredDaysWhereTheYearIsNotCovered() {
    CarbonTable table = read(days("2022-01-01", 90));
    assertThat(table.gramsPerKwh(0, ns("2022-04-01T05:00:00Z"))).isEqualTo(5);
    assertThat(table.gramsPerKwh(0, ns("2026-04-02T05:00:00Z"))).isEqualTo(24 + 5);
    assertThat(table.gramsPerKwh(0, ns("2021-12-31T23:00:00Z"))).isEqualTo((364 - 360) * 24 + 23);
  }

  @Property(tries = 100)
  void keepsTheHourOfTheDayWhereverItLooks(
      @ForAll @LongRange(min = -9_000_000_000L, max = 9_000_000_000L) long second,
      @ForAll @IntRange(min = 1, max = 40) int dayCount) {
    CarbonTable table = read(days("2022-03-05", dayCount));
    long value = Math.round(table.gramsPerKwh(0, second * 1_000_000_000L));
    assertThat(value % 24).isEqualTo(Math.floorMod(Math.floorDiv(second, 3_600L), 24L));
  }

  @Test
  void namesAllProblemsWithTheirLines() {
    FeedException thrown =
        refused(
            """
            datetime_utc,AT,DE
            2022-01-01T00:00:00Z,1,2
            2022-01-01T00:00:00Z,1,2
            2022-01-01T01:00:00Z,much,-3
            2022-01-01T02:30:00Z,1,2
            noon,1,2
            2022-01-01T02:00:00Z,1
            2022-01-01T05:00:00Z,1,
            2021-12-31T23:00:00Z,1,2
            2022-01-01T06:00:00Z,NaN,Infinity
            """);
    assertThat(thrown.problems())
        .containsExactly(
            "line 3: hour 2022-01-01T00:00:00Z appears twice: hours must follow one another",
            "line 4: zone AT needs a number >= 0 in g CO2e/kWh, got 'much'",
            "line 4: zone DE needs a number >= 0 in g CO2e/kWh, got '-3'",
            "line 5: datetime_utc must be a full hour, got 2022-01-01T02:30:00Z",
            "line 6: datetime_utc must be a time such as 2022-01-01T00:00:00Z, got noon",
            "line 7: 2 values, but the header names 3 columns",
            "line 8: 3 hours are missing before 2022-01-01T05:00:00Z",
            "line 8: zone DE needs a number >= 0 in g CO2e/kWh, got ''",
            "line 9: hour 2021-12-31T23:00:00Z is before the first one, of line 2: hours must"
                + " follow one another",
            "line 10: zone AT needs a number >= 0 in g CO2e/kWh, got 'NaN'",
            "line 10: zone DE needs a number >= 0 in g CO2e/kWh, got 'Infinity'");
    assertThat(thrown).hasMessageStartingWith("test.csv: 11 problems\n  line 3: ");
  }

  @Test
  void refusesAHeaderWithoutTimeOrZones() {
    assertThat(refused("AT,DE\n1,2\n"))
        .hasMessageContaining("the first column must be datetime_utc, got AT,DE");
    assertThat(refused("datetime_utc\n")).hasMessageContaining("at least one zone must follow");
    assertThat(refused("")).hasMessageContaining("is empty");
    assertThat(refused("datetime_utc,AT,AT\n2022-01-01T00:00:00Z,1,2\n"))
        .hasMessageContaining("column AT appears twice");
    assertThat(refused("datetime_utc,AT\n")).hasMessageContaining("has no readable hour");
  }

  @Test
  void namesAllUnknownZonesAndTheKnownOnes() {
    CarbonTable table = read(TWO_ZONES);
    assertThatThrownBy(() -> table.zoneIndex("MARS"))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("unknown zone MARS, known are AT, DE");
    FeedException thrown =
        catchThrowableOfType(
            FeedException.class, () -> table.requireZones(List.of("AT", "MARS", "MOON")));
    assertThat(thrown.problems()).hasSize(2);
  }

  @Test
  void countsTheProblemsThatItDoesNotShow() {
    FeedException thrown = refused("datetime_utc,AT\n" + "noon,1\n".repeat(100));
    assertThat(thrown.problems()).hasSize(101);
    assertThat(thrown).hasMessageEndingWith("\n  and 81 more");
  }

  @Test
  void readsAFileAndNamesItInErrors(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(folder.resolve("hours.csv"), "\uFEFF" + TWO_ZONES.replace("\n", "\r\n"));
    assertThat(CarbonTable.read(file).gramsPerKwh(1, ns("2022-01-01T01:00:00Z"))).isEqualTo(301.5);
    assertThatThrownBy(() -> CarbonTable.read(folder.resolve("absent.csv")))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("absent.csv: can't be opened");
    Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xC3, 0x28});
    assertThatThrownBy(() -> CarbonTable.read(binary))
        .isInstanceOf(FeedException.class)
        .hasMessageContaining("can't be read after line 0");
  }

  /// One zone whose value is the number of the hour.
  private static String days(String first, int count) {
    StringBuilder text = new StringBuilder("datetime_utc,AT\n");
    Instant start = Instant.parse(first + "T00:00:00Z");
    for (int hour = 0; hour < count * 24; hour++) {
      text.append(start.plusSeconds(hour * 3_600L)).append(',').append(hour).append('\n');
    }
    return text.toString();
  }

  private static CarbonTable read(String text) {
    return CarbonTable.read("test.csv", new StringReader(text));
  }

  private static FeedException refused(String text) {
    return catchThrowableOfType(FeedException.class, () -> read(text));
  }

  static long ns(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }
}
