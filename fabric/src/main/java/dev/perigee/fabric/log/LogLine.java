package dev.perigee.fabric.log;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/// A line that a function wrote.
///
/// @param written when it came; unknown for the lines of releases that did not note it
public record LogLine(Optional<Instant> written, String text) {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z '").withZone(ZoneOffset.UTC);
  private static final int STAMP_SIZE = "2026-11-28T11:04:37.123Z ".length();
  private static final int AT_T = 10;

  /// What stands before the text in the file.
  static String stamp(Instant written) {
    return STAMP.format(written);
  }

  /// A line of the file. A text that looks like a stamp is one: only old files could hold it.
  static LogLine parse(String stored) {
    if (stored.length() >= STAMP_SIZE
        && stored.charAt(STAMP_SIZE - 1) == ' '
        && stored.charAt(AT_T) == 'T') {
      try {
        Instant written = Instant.parse(stored.substring(0, STAMP_SIZE - 1));
        return new LogLine(Optional.of(written), stored.substring(STAMP_SIZE));
      } catch (DateTimeParseException _) {
        // Text of an old file.
      }
    }
    return new LogLine(Optional.empty(), stored);
  }
}
