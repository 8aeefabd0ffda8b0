package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// The event that `--payload` names: JSON as it is, `@FILE`, or `-` for standard input.
final class Payload {
  private Payload() {}

  static byte[] read(Context context, String option) {
    try {
      if (option.equals("-")) {
        return context.console().in().readAllBytes();
      }
      if (option.startsWith("@")) {
        return Files.readAllBytes(Path.of(option.substring(1)));
      }
      return option.getBytes(UTF_8);
    } catch (IOException | InvalidPathException e) {
      throw new VerbException(
          "can't read the payload %s: %s; give JSON, @FILE or - for standard input"
              .formatted(option, e),
          e);
    }
  }
}
