package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What `perigee queue`, `table`, `bucket` and `topic` have in common.
abstract class ResourceVerb {
  private final Context context;
  private final String kind;

  /// @param kind such as `queue`
  ResourceVerb(Context context, String kind) {
    this.context = context;
    this.kind = kind;
  }

  @Command(
      name = "create",
      description = "Create one, or change its bounds.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME") String name,
      @Option(
              names = "--set",
              paramLabel = "BOUND=N",
              description =
                  "A bound: bytesMax, countMax or ttlS; of queues also leaseS and receivesMax.")
          @Nullable Map<String, BigDecimal> bounds,
      @Option(
              names = "--dead-letters",
              paramLabel = "QUEUE",
              description = "Where messages of a queue go that were received too often.")
          @Nullable String deadLetters,
      @Mixin Target target,
      @Mixin OutputOption output) {
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          if (bounds != null) {
            for (Map.Entry<String, BigDecimal> each : bounds.entrySet()) {
              json.writeNumberField(each.getKey(), each.getValue());
            }
          }
          if (deadLetters != null) {
            json.writeStringField("deadLetters", deadLetters);
          }
          json.writeEndObject();
        });
    Reply reply = target.client(context).demand("PUT", path(name), body);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(List.of(Json.readObject(reply.body())));
    }
    return 0;
  }

  @Command(name = "list", description = "List them by name.", mixinStandardHelpOptions = true)
  int list(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).get("/v1/" + kind + "s");
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      table(reply.objects(kind + "s"));
    }
    return 0;
  }

  @Command(name = "delete", description = "Delete an empty one.", mixinStandardHelpOptions = true)
  int delete(
      @Parameters(paramLabel = "NAME") String name,
      @Option(names = "--full", description = "With all that it holds.") boolean full,
      @Mixin Target target) {
    var _ = target.client(context).demand("DELETE", path(name) + "?full=" + full, null);
    context.console().out().println("deleted " + kind + " " + name);
    return 0;
  }

  final Context context() {
    return context;
  }

  final String path(String name) {
    return "/v1/" + kind + "s/" + PlatformClient.escaped(name);
  }

  /// Sends a request and prints the answer as it is.
  final int print(Target target, String method, String path, byte @Nullable [] body) {
    OutputOption.print(context.console(), target.client(context).demand(method, path, body));
    return 0;
  }

  private void table(List<Map<String, @Nullable Object>> resources) {
    Table table = new Table("NAME", "COUNT", "BYTES", "WRITES", "CREATED");
    for (Map<String, @Nullable Object> each : resources) {
      table.row(
          Figures.exact(each.get("name")),
          Figures.exact(each.get("count")),
          Figures.exact(each.get("bytes")),
          Figures.exact(each.get("writes")),
          Figures.exact(each.get("createdUtc")));
    }
    table.print(context.console());
  }

  /// A JSON object with one list of texts.
  static byte[] texts(String field, List<String> texts) {
    return Json.bytes(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart(field);
      for (String each : texts) {
        json.writeString(each);
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
