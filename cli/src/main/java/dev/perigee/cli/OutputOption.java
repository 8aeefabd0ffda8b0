package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.api.Wire;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import picocli.CommandLine.Option;

/// The option that says how a verb prints its result.
final class OutputOption {
  @Option(
      names = "--output",
      paramLabel = "FORMAT",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}.")
  private Output output = Output.table;

  boolean isJson() {
    return output == Output.json;
  }

  static void print(Console console, Reply reply) {
    console.out().write(reply.body(), 0, reply.body().length);
    if (reply.body().length == 0 || reply.body()[reply.body().length - 1] != '\n') {
      console.out().println();
    }
  }

  static void print(Console console, Wire document) {
    console.out().println(Json.text(document));
  }
}
