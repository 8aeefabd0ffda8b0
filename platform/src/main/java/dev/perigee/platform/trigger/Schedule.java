package dev.perigee.platform.trigger;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.perigee.api.WireException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// When something is due: `MIN HOUR DAY MONTH WEEKDAY`, `cron(..)` with six fields or `rate(5
/// minutes)`, the latter two as AWS writes them. A local time that a change of the clocks leaves
/// out is not due; one that comes twice is due the first time.
public sealed interface Schedule {

  /// The first point in time behind another, empty if there is none any more.
  OptionalLong nextUtcNs(long afterUtcNs);

  /// Points in time by calendar.
  record Calendar(ExecutionTime times, ZoneId zone) implements Schedule {
    @Override
    public OptionalLong nextUtcNs(long afterUtcNs) {
      ZonedDateTime after = Instant.ofEpochSecond(0, afterUtcNs).atZone(zone);
      return times.nextExecution(after).stream()
          .mapToLong(next -> TimeUnit.SECONDS.toNanos(next.toEpochSecond()))
          .findFirst();
    }
  }

  /// The same pause again and again.
  ///
  /// @param fromUtcNs where it begins; not due itself
  record Rate(long periodNs, long fromUtcNs) implements Schedule {
    @Override
    public OptionalLong nextUtcNs(long afterUtcNs) {
      long count = Math.max(0, Math.floorDiv(afterUtcNs - fromUtcNs, periodNs)) + 1;
      return OptionalLong.of(fromUtcNs + count * periodNs);
    }
  }

  /// @param fromUtcNs where a rate begins
  /// @throws WireException if it can't be read, or is never due
  static Schedule of(String text, String zone, long fromUtcNs) {
    Matcher rate = Reading.RATE.matcher(text);
    if (rate.matches()) {
      return new Rate(Reading.periodNs(rate), fromUtcNs);
    }
    Matcher cron = Reading.CRON.matcher(text);
    Schedule schedule =
        cron.matches()
            ? Reading.calendar(Reading.AWS, cron.group(1), text, zone)
            : Reading.calendar(Reading.UNIX, text, text, zone);
    if (schedule.nextUtcNs(fromUtcNs).isEmpty()) {
      throw Reading.wrong(text, "it is never due");
    }
    return schedule;
  }

  /// How texts are read.
  final class Reading {
    private static final Pattern RATE =
        Pattern.compile("rate\\(([1-9][0-9]{0,5}) (second|minute|hour|day)s?\\)");
    private static final Pattern CRON = Pattern.compile("cron\\((.+)\\)");
    private static final CronDefinition UNIX =
        CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX);
    private static final CronDefinition AWS =
        CronDefinitionBuilder.defineCron()
            .withMinutes()
            .and()
            .withHours()
            .and()
            .withDayOfMonth()
            .supportsL()
            .supportsW()
            .supportsQuestionMark()
            .and()
            .withMonth()
            .and()
            .withDayOfWeek()
            .withValidRange(1, 7)
            .withMondayDoWValue(2)
            .supportsHash()
            .supportsL()
            .supportsQuestionMark()
            .and()
            .withYear()
            .withValidRange(1970, 2199)
            .and()
            .instance();

    private Reading() {}

    private static long periodNs(Matcher rate) {
      long count = Long.parseLong(rate.group(1));
      return switch (rate.group(2)) {
        case "second" -> TimeUnit.SECONDS.toNanos(count);
        case "minute" -> TimeUnit.MINUTES.toNanos(count);
        case "hour" -> TimeUnit.HOURS.toNanos(count);
        default -> TimeUnit.DAYS.toNanos(Math.min(count, 36_500));
      };
    }

    private static Calendar calendar(
        CronDefinition definition, String fields, String text, String zone) {
      try {
        var cron = new CronParser(definition).parse(fields).validate();
        return new Calendar(ExecutionTime.forCron(cron), ZoneId.of(zone));
      } catch (IllegalArgumentException e) {
        throw wrong(text, String.valueOf(e.getMessage()));
      } catch (java.time.DateTimeException e) {
        throw wrong(text, "there is no time zone '" + zone + "'");
      }
    }

    private static WireException wrong(String text, String why) {
      return new WireException(
          List.of(
              "schedule '%s': %s. Write MIN HOUR DAY MONTH WEEKDAY, cron(..) with a year behind them, or rate(5 minutes)"
                  .formatted(text, why)));
    }
  }
}
