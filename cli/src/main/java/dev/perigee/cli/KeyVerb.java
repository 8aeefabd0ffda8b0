package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee key`: with what callers show who they are.
@Command(
    name = "key",
    description = "Make, list and revoke the keys of a tenant.",
    mixinStandardHelpOptions = true)
final class KeyVerb {
  private static final String PATH = "/v1/keys";

  private final Context context;

  KeyVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "create",
      description = "Make a key of the tenant that --tenant names; its secret is shown this once.",
      mixinStandardHelpOptions = true)
  int create(
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              required = true,
              description = "viewer, invoker, developer, operator or admin.")
          String role,
      @Option(
              names = "--function",
              paramLabel = "NAME",
              description = "Limits the key to a function; may be said again.")
          @Nullable List<String> functions,
      @Option(
              names = "--rate",
              paramLabel = "N[/B]",
              description =
                  "Requests in a second, and how many at once after a pause; default: any, and N.")
          @Nullable String rate,
      @Option(
              names = "--expires",
              paramLabel = "UTC",
              description = "When it ends; default: never.")
          @Nullable String expires,
      @Mixin Target target,
      @Mixin OutputOption output) {
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("role", role);
          if (functions != null) {
            json.writeArrayFieldStart("functions");
            for (String function : functions) {
              json.writeString(function);
            }
            json.writeEndArray();
          }
          if (rate != null) {
            writeRate(json, rate);
          }
          if (expires != null) {
            json.writeStringField("expiresUtc", expires);
          }
          json.writeEndObject();
        });
    Reply reply = target.client(context).demand("POST", PATH, body);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      export(reply.object());
    }
    return 0;
  }

  private static void writeRate(JsonGenerator json, String rate) throws IOException {
    if (!rate.matches("[1-9][0-9]{0,6}(/[1-9][0-9]{0,6})?")) {
      throw new VerbException("--rate is '" + rate + "': write 100, or 100/200 for 200 at once");
    }
    String[] parts = rate.split("/");
    json.writeNumberField("requestsPerS", Long.parseLong(parts[0]));
    if (parts.length > 1) {
      json.writeNumberField("burst", Long.parseLong(parts[1]));
    }
  }

  /// In the form of a shell, and of AWS's clients.
  private void export(Map<String, @Nullable Object> key) {
    if (key.get("apiKey") != null) {
      context.console().out().println("export PERIGEE_API_KEY=" + key.get("apiKey"));
    } else {
      context
          .console()
          .out()
          .println(
              "export AWS_ACCESS_KEY_ID=%s AWS_SECRET_ACCESS_KEY=%s"
                  .formatted(key.get("accessKeyId"), key.get("secretAccessKey")));
    }
  }

  @Command(name = "list", description = "List a tenant's keys.", mixinStandardHelpOptions = true)
  int list(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).demand("GET", PATH, null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return 0;
    }
    Table table = new Table("KEY", "TENANT", "ROLE", "FUNCTIONS", "CREATED", "EXPIRES");
    for (Map<String, @Nullable Object> key : reply.objects("keys")) {
      table.row(
          Figures.exact(key.get("id")),
          Figures.exact(key.get("tenant")),
          Figures.exact(key.get("role")),
          String.valueOf(key.get("functions")),
          Figures.exact(key.get("createdUtc")),
          Figures.exact(key.get("expiresUtc")));
    }
    table.print(context.console());
    return 0;
  }

  @Command(name = "revoke", description = "End a key at once.", mixinStandardHelpOptions = true)
  int revoke(
      @Parameters(paramLabel = "KEY", description = "Its id.") String id, @Mixin Target target) {
    var _ = target.client(context).demand("DELETE", PATH + "/" + PlatformClient.escaped(id), null);
    context.console().out().println("revoked " + id);
    return 0;
  }
}
