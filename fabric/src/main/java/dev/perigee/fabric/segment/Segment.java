package dev.perigee.fabric.segment;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One file.
///
/// @param offset global offset of its first byte
/// @param beganUtcNs when it was begun
record Segment(Path file, long offset, long beganUtcNs) {
  private static final Pattern NAME = Pattern.compile("(\\d{19})-(\\d{19})\\.seg");

  static Segment of(Path folder, long offset, long beganUtcNs) {
    return new Segment(
        folder.resolve("%019d-%019d.seg".formatted(offset, beganUtcNs)), offset, beganUtcNs);
  }

  static Optional<Segment> parse(Path file) {
    Matcher m = NAME.matcher(String.valueOf(file.getFileName()));
    return m.matches()
        ? Optional.of(new Segment(file, Long.parseLong(m.group(1)), Long.parseLong(m.group(2))))
        : Optional.empty();
  }
}
