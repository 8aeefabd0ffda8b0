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

/// `perigee tenant`: who shares the platform.
@Command(
    name = "tenant",
    description = "Make, list and delete tenants, and say what they may have.",
    mixinStandardHelpOptions = true)
final class TenantVerb {
  private static final String PATH = "/v1/tenants";

  private final Context context;

  TenantVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "create",
      description = "Make a tenant, or change what one may have; what is not said has no limit.",
      mixinStandardHelpOptions = true)
  int create(
      @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
      @Option(names = "--functions", paramLabel = "N", description = "Functions it may have.")
          @Nullable Long functions,
      @Option(names = "--code-bytes", paramLabel = "N", description = "Code of all its functions.")
          @Nullable Long codeBytes,
      @Option(names = "--concurrency", paramLabel = "N", description = "Calls that run at once.")
          @Nullable Long concurrency,
      @Option(names = "--requests-per-s", paramLabel = "N", description = "Requests in a second.")
          @Nullable Long requestsPerS,
      @Mixin Target target,
      @Mixin OutputOption output) {
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeObjectField("functions", functions);
          json.writeObjectField("codeBytes", codeBytes);
          json.writeObjectField("concurrency", concurrency);
          json.writeObjectField("requestsPerS", requestsPerS);
          json.writeEndObject();
        });
    Reply reply =
        target.client(context).demand("PUT", PATH + "/" + PlatformClient.escaped(name), body);
    show(output, reply, List.of(reply.object()));
    return 0;
  }

  @Command(name = "list", description = "List all tenants.", mixinStandardHelpOptions = true)
  int list(@Mixin Target target, @Mixin OutputOption output) {
    Reply reply = target.client(context).demand("GET", PATH, null);
    show(output, reply, reply.objects("tenants"));
    return 0;
  }

  @Command(
      name = "delete",
      description = "Delete a tenant that has no functions, and revoke its keys.",
      mixinStandardHelpOptions = true)
  int delete(
      @Parameters(paramLabel = "NAME", description = "The tenant.") String name,
      @Mixin Target target) {
    var _ =
        target.client(context).demand("DELETE", PATH + "/" + PlatformClient.escaped(name), null);
    context.console().out().println("deleted tenant " + name);
    return 0;
  }

  private void show(OutputOption output, Reply reply, List<Map<String, @Nullable Object>> tenants) {
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return;
    }
    Table table = new Table("TENANT", "FUNCTIONS", "CODE BYTES", "CONCURRENCY", "REQUESTS/S");
    for (Map<String, @Nullable Object> tenant : tenants) {
      table.row(
          Figures.exact(tenant.get("tenant")),
          Figures.exact(tenant.get("functions")),
          Figures.exact(tenant.get("codeBytes")),
          Figures.exact(tenant.get("concurrency")),
          Figures.exact(tenant.get("requestsPerS")));
    }
    table.print(context.console());
  }
}
