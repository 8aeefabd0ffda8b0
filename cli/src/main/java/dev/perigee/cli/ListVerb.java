package dev.perigee.cli;

import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee list`: the functions there are.
@Command(name = "list", description = "List the functions.", mixinStandardHelpOptions = true)
final class ListVerb implements Callable<Integer> {
  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  ListVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Reply reply = target.client(context).demand("GET", "/v1/functions", null);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return 0;
    }
    Table table =
        new Table("NAME", "VERSION", "STATE", "RUNTIME", "HANDLER", "MB", "TIMEOUT_S", "ISOLATION");
    for (Map<String, @Nullable Object> function : reply.objects("functions")) {
      table.row(
          Figures.exact(function.get("name")),
          Figures.exact(function.get("version")),
          Figures.exact(function.get("state")),
          Figures.exact(function.get("runtime")),
          Figures.exact(function.get("handler")),
          Figures.exact(function.get("memoryMb")),
          Figures.exact(function.get("timeoutS")),
          Figures.exact(function.get("isolation")));
    }
    table.print(context.console());
    return 0;
  }
}
