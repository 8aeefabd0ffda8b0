package dev.perigee.cli;

import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee trips`: when safeguards came into force.
@Command(
    name = "trips",
    description = "List when caps and stops came into force or were lifted, newest first.",
    mixinStandardHelpOptions = true)
final class TripsVerb implements Callable<Integer> {
  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  TripsVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Reply reply = target.client(context).get("/v1/caps/trips");
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
      return 0;
    }
    Table table = new Table("AT", "SUBJECT", "WHAT", "AMOUNT", "USED", "LIMIT");
    for (Map<String, @Nullable Object> trip : reply.objects("trips")) {
      table.row(
          Figures.exact(trip.get("atUtc")),
          trip.get("kind") + "/" + trip.get("name"),
          Figures.exact(trip.get("what")),
          Figures.exact(trip.get("amount")),
          Figures.exact(trip.get("used")),
          Figures.exact(trip.get("limit")));
    }
    table.print(context.console());
    return 0;
  }
}
