package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.cli.show.Console;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee logs`: what a function wrote.
@Command(
    name = "logs",
    description = "Print what a function wrote to standard output and standard error.",
    mixinStandardHelpOptions = true)
final class LogsVerb implements Callable<Integer> {
  private static final long POLL_MS = 500;

  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is written from now on, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--lines",
      paramLabel = "N",
      description = "Only the last N lines; default: all that are kept.")
  private int linesMax = Integer.MAX_VALUE;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  LogsVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    LogTail tail = new LogTail(target.client(context), name);
    Deque<String> last = new ArrayDeque<>();
    tail.read(line -> {
      last.addLast(line);
      if (last.size() > linesMax) {
        last.removeFirst();
      }
    });
    Console console = context.console();
    if (output.isJson() && !follow) {
      OutputOption.print(console, json -> write(json, last));
      return 0;
    }
    last.forEach(console.out()::println);
    while (follow && !console.out().checkError()) {
      Thread.sleep(POLL_MS);
      tail.read(console.out()::println);
    }
    return 0;
  }

  private static void write(JsonGenerator json, Iterable<String> lines) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("lines");
    for (String line : lines) {
      json.writeString(line);
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
