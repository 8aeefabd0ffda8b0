package dev.perigee.platform.live;

import dev.perigee.fabric.log.LogLine;
import dev.perigee.platform.control.LogLevel;
import dev.perigee.platform.control.LogQuery;
import dev.perigee.platform.control.Logs;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Takes those lines of a log, one after the other, that are asked for. A line that says nothing of
/// itself, such as the second of a stack trace, goes with the one before.
final class LogReader {
  private final LogQuery query;
  private final Optional<String> needle;
  private final List<Logs.Line> taken = new ArrayList<>();
  private LogMarks marks = LogMarks.NONE;

  LogReader(LogQuery query) {
    this.query = query;
    this.needle = query.text().map(text -> text.toLowerCase(Locale.ROOT));
  }

  /// Whether the line is asked for.
  boolean take(LogLine line) {
    marks = LogMarks.of(line.text()).orElse(marks);
    boolean wanted = isRecent(line) && isGrave() && isOfInvocation() && hasText(line.text());
    if (wanted) {
      taken.add(new Logs.Line(line.written(), marks.level(), marks.invocationId(), line.text()));
    }
    return wanted;
  }

  List<Logs.Line> taken() {
    return taken;
  }

  private boolean isRecent(LogLine line) {
    return query
        .since()
        .map(since -> line.written().filter(written -> !written.isBefore(since)).isPresent())
        .orElse(true);
  }

  private boolean isGrave() {
    Optional<LogLevel> least = query.level();
    return least.isEmpty()
        || marks.level().filter(level -> level.compareTo(least.get()) >= 0).isPresent();
  }

  private boolean isOfInvocation() {
    return query.invocationId().isEmpty() || query.invocationId().equals(marks.invocationId());
  }

  private boolean hasText(String text) {
    return needle.map(part -> text.toLowerCase(Locale.ROOT).contains(part)).orElse(true);
  }
}
