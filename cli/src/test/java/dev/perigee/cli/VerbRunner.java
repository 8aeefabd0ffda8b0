package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.perigee.cli.show.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/// Runs the program in this process with captured streams.
final class VerbRunner {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  final Map<String, String> environment = new HashMap<>(Map.of("PATH", "/usr/bin:/bin"));
  String input = "";
  PlatformStarter starter = new Assembly();

  int run(String... args) {
    out.reset();
    err.reset();
    Console console =
        new Console(
            new ByteArrayInputStream(input.getBytes(UTF_8)),
            new PrintStream(out, false, UTF_8),
            new PrintStream(err, true, UTF_8),
            false,
            false);
    Lifetime untilTheWorkIsDone =
        (start, work) -> {
          Running running = start.get();
          work.accept(running);
          running.stop(Duration.ZERO);
          return 0;
        };
    return Main.run(new Context(console, environment, starter, untilTheWorkIsDone), args);
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
