package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.show.Console;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
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

  @Option(
      names = "--since",
      paramLabel = "T",
      description = "Only lines as new: 30s, 10m, 2h or 1d ago, or a time in UTC.")
  private String since = "";

  @Option(
      names = "--level",
      paramLabel = "L",
      description =
          "Only lines as grave or graver: TRACE, DEBUG, INFO, WARN, ERROR or FATAL. A line that"
              + " says nothing of itself goes with the one before.")
  private String level = "";

  @Option(
      names = "--invocation",
      paramLabel = "ID",
      description = "Only lines that say they are of this invocation, and those that go with them.")
  private String invocation = "";

  @Option(
      names = "--grep",
      paramLabel = "TEXT",
      description = "Only lines that contain the text, in upper or lower case.")
  private String grep = "";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  LogsVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws InterruptedException {
    Console console = context.console();
    LogTail tail = new LogTail(target.client(context), name, query());
    if (!output.isJson()) {
      Deque<String> last = new ArrayDeque<>();
      tail.read(line -> keep(last, line));
      last.forEach(console.out()::println);
      follow(() -> tail.read(console.out()::println));
      return 0;
    }
    Deque<Map<?, ?>> last = new ArrayDeque<>();
    tail.readEntries(entry -> keep(last, entry));
    if (follow) {
      last.forEach(this::print);
      follow(() -> tail.readEntries(this::print));
    } else {
      OutputOption.print(console, json -> write(json, last));
    }
    return 0;
  }

  private String query() {
    StringBuilder query = new StringBuilder();
    add(query, "since", since);
    add(query, "level", level);
    add(query, "invocation", invocation);
    add(query, "grep", grep);
    return output.isJson() ? query.append("&entries=true").toString() : query.toString();
  }

  private static void add(StringBuilder query, String parameter, String value) {
    if (!value.isEmpty()) {
      query.append('&').append(parameter).append('=').append(PlatformClient.escaped(value));
    }
  }

  private <T> void keep(Deque<T> last, T line) {
    last.addLast(line);
    if (last.size() > linesMax) {
      last.removeFirst();
    }
  }

  private void follow(Runnable read) throws InterruptedException {
    while (follow && !context.console().out().checkError()) {
      Thread.sleep(POLL_MS);
      read.run();
    }
  }

  private void print(Map<?, ?> entry) {
    OutputOption.print(context.console(), json -> write(json, entry));
  }

  private static void write(JsonGenerator json, Iterable<Map<?, ?>> entries) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("lines");
    for (Map<?, ?> entry : entries) {
      json.writeString(String.valueOf(entry.get("text")));
    }
    json.writeEndArray();
    json.writeArrayFieldStart("entries");
    for (Map<?, ?> entry : entries) {
      write(json, entry);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Map<?, ?> entry) throws IOException {
    json.writeStartObject();
    for (Map.Entry<?, ?> field : entry.entrySet()) {
      json.writeObjectField(String.valueOf(field.getKey()), field.getValue());
    }
    json.writeEndObject();
  }
}
