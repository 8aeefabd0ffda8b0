package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee trigger`: what makes functions run by themselves.
@Command(
    name = "trigger",
    description = "Say what makes a function run by itself; list, pause and delete that.",
    mixinStandardHelpOptions = true)
final class TriggerVerb {
  private static final String TRIGGERS = "/v1/triggers";

  private final Context context;

  TriggerVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "create",
      description = "Create a trigger or replace it. One source is needed.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--function",
              paramLabel = "F[:Q]",
              required = true,
              description = "What runs: a function, or a version or alias of one.")
          String function,
      @Option(
              names = "--retries",
              paramLabel = "N",
              description = "Attempts after the first; default: as the function has it.")
          @Nullable Integer retries,
      @Option(
              names = "--max-age-s",
              paramLabel = "S",
              description = "Give up older events; default: as the function has it.")
          @Nullable Integer ageMaxS,
      @Option(
              names = "--allow-cycle",
              description = "Also if the function would run itself by it; that ends after 16 hops.")
          boolean allowCycle,
      @Mixin TriggerSource source,
      @Mixin Target target,
      @Mixin OutputOption output) {
    int colon = function.indexOf(':');
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("function", colon < 0 ? function : function.substring(0, colon));
          if (colon >= 0) {
            json.writeStringField("qualifier", function.substring(colon + 1));
          }
          if (retries != null) {
            json.writeNumberField("retries", retries);
          }
          if (ageMaxS != null) {
            json.writeNumberField("ageMaxS", ageMaxS);
          }
          json.writeFieldName("source");
          source.write(json, context.environment());
          json.writeEndObject();
        });
    print(
        target
            .client(context)
            .demand("PUT", path(name) + (allowCycle ? "?allowCycle=true" : ""), body),
        output);
    return 0;
  }

  @Command(
      name = "list",
      description = "List the triggers by name.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).get(TRIGGERS);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(reply.objects("triggers"));
    }
    return 0;
  }

  @Command(name = "get", description = "Show one.", mixinStandardHelpOptions = true)
  int get(
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Target target,
      @Mixin OutputOption output) {
    print(target.client(context).demand("GET", path(name), null), output);
    return 0;
  }

  @Command(name = "delete", description = "Delete one.", mixinStandardHelpOptions = true)
  int delete(@Parameters(paramLabel = "NAME") String name, @Mixin Target target) {
    var _ = target.client(context).demand("DELETE", path(name), null);
    context.console().out().println("deleted " + name);
    return 0;
  }

  @Command(
      name = "pause",
      description = "Let its events go by until it is resumed.",
      mixinStandardHelpOptions = true)
  int pause(
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Target target,
      @Mixin OutputOption output) {
    print(target.client(context).demand("POST", path(name) + "/pause", null), output);
    return 0;
  }

  @Command(
      name = "resume",
      description = "Let it run the function again.",
      mixinStandardHelpOptions = true)
  int resume(
      @Parameters(paramLabel = "NAME") String name,
      @Mixin Target target,
      @Mixin OutputOption output) {
    print(target.client(context).demand("POST", path(name) + "/resume", null), output);
    return 0;
  }

  private static String path(String name) {
    return TRIGGERS + "/" + PlatformClient.escaped(name);
  }

  private void print(Reply reply, OutputOption output) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(List.of(Json.readObject(reply.body())));
    }
  }

  private void table(List<Map<String, @Nullable Object>> triggers) {
    Table table = new Table("TRIGGER", "FUNCTION", "SOURCE", "STATE", "PAUSED", "SINCE");
    for (Map<String, @Nullable Object> each : triggers) {
      table.row(
          Figures.exact(each.get("name")),
          each.get("function") + ":" + each.get("qualifier"),
          Json.text(json -> Json.write(json, each.get("source"))),
          state(each.get("connection")),
          Figures.exact(each.get("paused")),
          Figures.exact(each.get("sinceUtc")));
    }
    table.print(context.console());
  }

  /// Of a trigger that listens to a server elsewhere.
  private static String state(@Nullable Object connection) {
    if (!(connection instanceof Map<?, ?> map)) {
      return "";
    }
    String reason = Figures.exact(map.get("reason"));
    return Figures.exact(map.get("state")) + (reason.isEmpty() ? "" : ": " + reason);
  }
}
