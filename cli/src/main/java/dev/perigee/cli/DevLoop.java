package dev.perigee.cli;

import dev.perigee.cli.client.ClientException;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import dev.perigee.cli.show.Figures;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One function under development: deployed whenever a file of it has changed, its log copied.
///
/// Files are compared by size and time at each step; folders of functions are small, and this sees
/// what editors do (replace, rename, touch) on every file system.
final class DevLoop {
  private final Console console;
  private final PlatformClient client;
  private final String name;
  private final Path code;
  private final CodeOptions options;
  private final LogTail log;
  private Map<String, String> seen = new TreeMap<>();
  private boolean deployed;

  DevLoop(Console console, PlatformClient client, String name, Path code, CodeOptions options) {
    this.console = console;
    this.client = client;
    this.name = name;
    this.code = code;
    this.options = options;
    this.log = new LogTail(client, name);
  }

  /// Looks once. A deployment that fails is said and tried again after the next change.
  ///
  /// @return whether it deployed
  boolean step() {
    Map<String, String> now = marks();
    boolean changed = !now.equals(seen);
    seen = now;
    boolean success = changed && deploy();
    deployed |= success;
    if (deployed) {
      log.read(console.out()::println);
      console.out().flush();
    }
    return success;
  }

  private boolean deploy() {
    try {
      Reply reply = DeployVerb.deploy(client, name, options.request(code));
      console.say(
          "deployed %s, version %s".formatted(name, Figures.exact(reply.object().get("version"))));
      return true;
    } catch (ClientException e) {
      e.problems().forEach(console::say);
      return false;
    }
  }

  private Map<String, String> marks() {
    Map<String, String> marks = new TreeMap<>();
    try (Stream<Path> files = Files.walk(code)) {
      files.filter(Files::isRegularFile).forEach(file -> marks.put(file.toString(), mark(file)));
    } catch (IOException | UncheckedIOException e) {
      throw new VerbException("can't look at " + code + ": " + e, e);
    }
    return marks;
  }

  private static String mark(Path file) {
    try {
      return Files.size(file) + " " + Files.getLastModifiedTime(file);
    } catch (IOException _) {
      // Gone between the listing and the look: that is a change too.
      return "gone";
    }
  }
}
