package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.api.Problem;
import dev.perigee.api.WireException;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee invoke`: calls a function and prints its answer as it is.
@Command(
    name = "invoke",
    description = "Call a function and print its answer.",
    mixinStandardHelpOptions = true)
final class InvokeVerb implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "Name of the function, or NAME:VERSION, or NAME:ALIAS.")
  private String name = "";

  @Option(names = "--payload", paramLabel = "JSON|@FILE|-", description = "The event; default: {}.")
  private String payload = "{}";

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  InvokeVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    byte[] event = Payload.read(context, payload);
    Reply reply = invoke(target.client(context), name, event);
    Console console = context.console();
    if (!reply.isOk()) {
      Problem.problemsIn(reply.body(), reply.status())
          .forEach(problem -> console.say("invoking %s failed: %s".formatted(name, problem)));
      return 1;
    }
    if (output.isJson()) {
      OutputOption.print(console, json -> write(json, reply));
    } else {
      printRaw(console, reply);
    }
    boolean failed = !reply.header("X-Amz-Function-Error").isEmpty();
    if (failed) {
      console.say(
          "the function answered with an error; see `perigee logs %s` for what it wrote"
              .formatted(name));
    }
    return failed ? 1 : 0;
  }

  static Reply invoke(PlatformClient client, String name, byte[] event) {
    int colon = name.indexOf(':');
    String function = colon < 0 ? name : name.substring(0, colon);
    String query =
        colon < 0 ? "" : "?qualifier=" + PlatformClient.escaped(name.substring(colon + 1));
    String path = "/v1/functions/" + PlatformClient.escaped(function) + "/invocations";
    return client.send("POST", path + query, event);
  }

  /// A terminal gets an end of line, a pipe the bytes and nothing else.
  private static void printRaw(Console console, Reply reply) {
    console.out().write(reply.body(), 0, reply.body().length);
    if (console.outIsTerminal()) {
      console.out().println();
    }
  }

  private static void write(JsonGenerator json, Reply reply) throws IOException {
    json.writeStartObject();
    json.writeStringField("invocationId", reply.header("x-amzn-RequestId"));
    json.writeNumberField("status", reply.status());
    String error = reply.header("X-Amz-Function-Error");
    json.writeFieldName("functionError");
    Json.write(json, error.isEmpty() ? null : error);
    json.writeFieldName("payload");
    writePayload(json, reply.body());
    number(json, "durationMs", reply.header("Perigee-Duration-Ms"));
    number(json, "energyJ", reply.header("Perigee-Energy-J"));
    number(json, "carbonMg", reply.header("Perigee-Carbon-Mg"));
    number(json, "costMicroUsd", reply.header("Perigee-Cost-MicroUsd"));
    json.writeBooleanField("coldStart", reply.header("Perigee-Cold-Start").equals("true"));
    json.writeStringField("quality", reply.header("Perigee-Quality"));
    json.writeEndObject();
  }

  /// An answer that is JSON stands there as JSON, any other as text.
  private static void writePayload(JsonGenerator json, byte[] body) throws IOException {
    try {
      Json.write(json, Json.read(body));
    } catch (WireException _) {
      json.writeString(new String(body, StandardCharsets.UTF_8));
    }
  }

  private static void number(JsonGenerator json, String name, String value) throws IOException {
    json.writeFieldName(name);
    Json.write(json, value.isEmpty() ? null : new BigDecimal(value));
  }
}
