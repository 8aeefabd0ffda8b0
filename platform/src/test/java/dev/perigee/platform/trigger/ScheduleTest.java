package dev.perigee.platform.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.api.WireException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/15 9-10 * * MON-FRI   | UTC           | 2026-03-27T09:50:00Z | 2026-03-27T10:00:00Z",
        "0 0 29 2 *              | UTC           | 2026-03-27T00:00:00Z | 2028-02-29T00:00:00Z",
        "0 9 * * *               | Asia/Kolkata  | 2026-03-27T00:00:00Z | 2026-03-27T03:30:00Z",
        "cron(0 10 ? * MON-FRI *) | UTC          | 2026-03-28T12:00:00Z | 2026-03-30T10:00:00Z",
        "cron(0 8 L * ? *)       | UTC           | 2026-03-28T12:00:00Z | 2026-03-31T08:00:00Z",
        "cron(0/5 8-17 ? * 2#1 2027) | UTC       | 2026-03-28T12:00:00Z | 2027-01-04T08:00:00Z",
        "rate(5 minutes)         | UTC           | 2026-01-01T00:07:00Z | 2026-01-01T00:10:00Z",
        "rate(1 day)             | UTC           | 2026-01-01T00:00:00Z | 2026-01-02T00:00:00Z"
      })
  void readsWhatUnixAndAwsWrite(String text, String zone, String after, String next) {
    assertThat(next(text, zone, after, 1)).containsExactly(next);
  }

  @Test
  void aTimeThatTheChangeToSummerLeavesOutIsNotDue() {
    assertThat(next("30 2 * * *", "Europe/Vienna", "2026-03-28T12:00:00Z", 1))
        .containsExactly("2026-03-30T00:30:00Z");
  }

  @Test
  void aTimeThatComesTwiceInAutumnIsDueOnce() {
    assertThat(next("30 2 * * *", "Europe/Vienna", "2026-10-24T12:00:00Z", 2))
        .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
  }

  @Test
  void whatIsDueEachHalfHourGoesOnThroughChangesOfTheClocks() {
    assertThat(next("*/30 * * * *", "Europe/Vienna", "2026-10-25T00:15:00Z", 4))
        .containsExactly(
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:00:00Z",
            "2026-10-25T01:30:00Z",
            "2026-10-25T02:00:00Z");
    assertThat(next("*/30 * * * *", "Europe/Vienna", "2026-03-29T00:15:00Z", 3))
        .containsExactly("2026-03-29T00:30:00Z", "2026-03-29T01:00:00Z", "2026-03-29T01:30:00Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "61 * * * *           | UTC         | not in range",
        "* * *                | UTC         | 3 parts",
        "0 0 31 2 *           | UTC         | never due",
        "cron(0 8 1 1 ? 2020) | UTC         | never due",
        "rate(0 minutes)      | UTC         | Write MIN HOUR",
        "0 9 * * *            | Europe/Wien | no time zone",
        "''                   | UTC         | Write MIN HOUR"
      })
  void saysWhatIsWrong(String text, String zone, String problem) {
    assertThatThrownBy(() -> Schedule.of(text, zone, ns("2026-01-01T00:00:00Z")))
        .isInstanceOf(WireException.class)
        .hasMessageContaining(problem);
  }

  private static List<String> next(String text, String zone, String after, int count) {
    Schedule schedule = Schedule.of(text, zone, ns("2026-01-01T00:00:00Z"));
    List<String> due = new ArrayList<>();
    OptionalLong next = schedule.nextUtcNs(ns(after));
    while (due.size() < count && next.isPresent()) {
      due.add(Instant.ofEpochSecond(0, next.getAsLong()).toString());
      next = schedule.nextUtcNs(next.getAsLong());
    }
    return due;
  }

  static long ns(String utc) {
    return TimeUnit.SECONDS.toNanos(Instant.parse(utc).getEpochSecond());
  }
}
