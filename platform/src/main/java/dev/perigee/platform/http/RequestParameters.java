package dev.perigee.platform.http;

import dev.perigee.platform.control.ControlException;
import io.helidon.common.uri.UriQuery;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The parameters after the question mark; all that is wrong with them is reported at once.
final class RequestParameters {
  private static final long NS_PER_S = 1_000_000_000L;

  private static final Pattern AGO = Pattern.compile("[0-9]{1,6}[smhd]");

  private final UriQuery query;
  private final List<String> problems = new ArrayList<>();

  private RequestParameters(UriQuery query) {
    this.query = query;
  }

  static RequestParameters of(UriQuery query, List<String> known) {
    RequestParameters parameters = new RequestParameters(query);
    for (String name : query.names()) {
      if (!known.contains(name)) {
        parameters.problems.add(
            "unknown parameter '%s': known are %s".formatted(name, String.join(", ", known)));
      }
    }
    return parameters;
  }

  Optional<String> text(String name) {
    List<String> values = query.contains(name) ? query.all(name) : List.of();
    return values.stream().findFirst().filter(value -> !value.isEmpty());
  }

  /// A point in time: `2026-11-21T08:52:05.123Z` or a day.
  OptionalLong utcNs(String name) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      String value = text.get();
      Instant instant =
          value.length() == 10
              ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
              : Instant.parse(value);
      return OptionalLong.of(
          Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NS_PER_S), instant.getNano()));
    } catch (DateTimeParseException | ArithmeticException _) {
      problems.add(
          "%s is '%s': write a time in UTC such as 2026-11-21T08:52:05.123Z, or a day such as 2026-11-21"
              .formatted(name, text.get()));
      return OptionalLong.empty();
    }
  }

  /// A point in time, or how long before now it is: `30s`, `10m`, `2h`, `1d`.
  Optional<Instant> instantOrAgo(String name, Instant now) {
    Optional<String> text = text(name);
    Optional<Instant> ago = text.filter(AGO.asMatchPredicate()).map(value -> now.minus(ago(value)));
    if (ago.isPresent()) {
      return ago;
    }
    OptionalLong utcNs = utcNs(name);
    return utcNs.isPresent()
        ? Optional.of(Instant.EPOCH.plusNanos(utcNs.getAsLong()))
        : Optional.empty();
  }

  private static Duration ago(String value) {
    long count = Long.parseLong(value.substring(0, value.length() - 1));
    return switch (value.charAt(value.length() - 1)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  long number(String name, long min, long max, long otherwise) {
    Optional<String> text = text(name);
    if (text.isEmpty()) {
      return otherwise;
    }
    try {
      long value = Long.parseLong(text.get());
      if (value >= min && value <= max) {
        return value;
      }
    } catch (NumberFormatException _) {
      // Said below.
    }
    problems.add(
        "%s is '%s': it has to be a whole number from %d to %d"
            .formatted(name, text.get(), min, max));
    return otherwise;
  }

  String oneOf(String name, List<String> allowed, String otherwise) {
    String value = text(name).orElse(otherwise);
    if (!allowed.contains(value) && !value.equals(otherwise)) {
      problems.add(
          "%s is '%s': it has to be one of %s".formatted(name, value, String.join(", ", allowed)));
    }
    return value;
  }

  void reject(String problem) {
    problems.add(problem);
  }

  /// @throws ControlException if anything was wrong
  void check() {
    if (!problems.isEmpty()) {
      throw new ControlException(ControlException.Kind.INVALID, problems);
    }
  }
}
