package dev.perigee.platform.trigger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.platform.trigger.Source.Cron;
import dev.perigee.platform.trigger.Source.Missed;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TimetableTest {
  private static final long START = ScheduleTest.ns("2026-01-01T00:00:00Z");

  @Test
  void aRunIsDueFromItsMinuteOnUntilItIsDone() {
    Timetable table = table("*/10 * * * *", Missed.SKIP, 0);
    assertThat(due(table, "2026-01-01T00:09:59Z")).isEmpty();
    assertThat(due(table, "2026-01-01T00:10:01Z")).containsExactly("2026-01-01T00:10:00Z");
    assertThat(due(table, "2026-01-01T00:10:02Z")).hasSize(1);
    table.done(table.at(ScheduleTest.ns("2026-01-01T00:10:02Z")).doneUtcNs());
    assertThat(due(table, "2026-01-01T00:10:03Z")).isEmpty();
  }

  @Test
  void knowsWhichRunWasTheLastAndWhichComesNext() {
    Timetable table = table("*/10 * * * *", Missed.SKIP, 0);
    assertThat(table.lastUtcNs()).isEmpty();
    table.done(ScheduleTest.ns("2026-01-01T00:20:00Z"));
    assertThat(table.lastUtcNs()).hasValue(ScheduleTest.ns("2026-01-01T00:20:00Z"));
    assertThat(table.nextUtcNs()).hasValue(ScheduleTest.ns("2026-01-01T00:30:00Z"));
  }

  @Test
  void runsThatWereMissedAreLetGoMadeUpOnceOrAllAsTheTriggerSays() {
    String back = "2026-01-01T00:35:00Z";
    assertThat(due(table("*/10 * * * *", Missed.SKIP, 0), back)).isEmpty();
    assertThat(table("*/10 * * * *", Missed.SKIP, 0).at(ScheduleTest.ns(back)).skipped())
        .isEqualTo(3);
    assertThat(due(table("*/10 * * * *", Missed.ONCE, 0), back))
        .containsExactly("2026-01-01T00:30:00Z");
    assertThat(due(table("*/10 * * * *", Missed.ALL, 0), back))
        .containsExactly("2026-01-01T00:10:00Z", "2026-01-01T00:20:00Z", "2026-01-01T00:30:00Z");
  }

  @Test
  void theRunThatIsDueJustNowRunsWhateverWasMissedBefore() {
    assertThat(due(table("*/10 * * * *", Missed.SKIP, 0), "2026-01-01T00:30:20Z"))
        .containsExactly("2026-01-01T00:30:00Z");
  }

  @Test
  void aClockThatJumpsAYearAheadMakesUpForABoundedNumberOfRuns() {
    Timetable.Due due =
        table("rate(1 second)", Missed.ALL, 0).at(ScheduleTest.ns("2027-01-01T00:00:00Z"));
    assertThat(due.dueUtcNs()).hasSize(1_000);
    assertThat(due.doneUtcNs()).isEqualTo(ScheduleTest.ns("2027-01-01T00:00:00Z"));
  }

  @Test
  void aClockThatGoesBackGoesOnFromWhereItIs() {
    Timetable table = table("*/10 * * * *", Missed.SKIP, 0);
    table.done(ScheduleTest.ns("2026-06-01T00:00:00Z"));
    assertThat(due(table, "2026-01-01T00:05:00Z")).isEmpty();
    assertThat(due(table, "2026-01-01T00:10:00Z")).containsExactly("2026-01-01T00:10:00Z");
  }

  @Test
  void jitterMovesARunByTheSameTimeEachTimeAndNeverMakesItMissed() {
    Timetable table = table("0 * * * *", Missed.SKIP, 600);
    long atUtcNs = table.nextUtcNs().orElseThrow();
    assertThat(atUtcNs - ScheduleTest.ns("2026-01-01T01:00:00Z"))
        .isBetween(0L, TimeUnit.SECONDS.toNanos(600));
    assertThat(table("0 * * * *", Missed.SKIP, 600).nextUtcNs()).hasValue(atUtcNs);
    assertThat(table.at(atUtcNs - 1).isNothing()).isTrue();
    assertThat(table.at(atUtcNs).dueUtcNs())
        .containsExactly(ScheduleTest.ns("2026-01-01T01:00:00Z"));
  }

  private static List<String> due(Timetable table, String now) {
    return table.at(ScheduleTest.ns(now)).dueUtcNs().stream()
        .map(each -> Instant.ofEpochSecond(0, each).toString())
        .toList();
  }

  private static Timetable table(String schedule, Missed missed, int jitterS) {
    Cron cron = new Cron(schedule, "UTC", jitterS, missed);
    Trigger trigger =
        new Trigger(
            "default",
            "t",
            "f",
            "$LATEST",
            cron,
            OptionalInt.empty(),
            OptionalInt.empty(),
            false,
            new UUID(1, 2),
            START);
    return new Timetable(trigger, cron, START);
  }
}
