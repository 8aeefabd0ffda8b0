package dev.perigee.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The files by which a Linux system tells of itself.
///
/// @param root `/`, or a tree that stands for it
record SystemFiles(Path root) {

  Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  boolean has(String absolute) {
    return Files.exists(path(absolute));
  }

  /// Its text, empty if it can't be read.
  String text(String absolute) {
    try {
      return Files.readString(path(absolute)).strip();
    } catch (IOException _) {
      return "";
    }
  }

  List<String> lines(String absolute) {
    return text(absolute).lines().toList();
  }

  OptionalLong number(String absolute) {
    return number(Optional.of(text(absolute)));
  }

  /// The words of the line that begins so, after that.
  Optional<String> after(String absolute, String beginning) {
    return lines(absolute).stream()
        .filter(line -> line.startsWith(beginning))
        .map(line -> line.substring(beginning.length()).strip())
        .findFirst();
  }

  /// The first word as a number; `unlimited` and `max` are the largest.
  static OptionalLong number(Optional<String> words) {
    String word = words.orElse("").split("\\s+", -1)[0];
    if (word.equals("unlimited") || word.equals("max")) {
      return OptionalLong.of(Long.MAX_VALUE);
    }
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException _) {
      return OptionalLong.empty();
    }
  }
}
