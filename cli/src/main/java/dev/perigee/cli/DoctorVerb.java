package dev.perigee.cli;

import dev.perigee.cli.MachineChecks.Check;
import dev.perigee.cli.show.Table;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `perigee doctor`: what this machine has, and what to install for the rest.
@Command(
    name = "doctor",
    description = "Say what this machine has, and what to install for the rest.",
    mixinStandardHelpOptions = true)
final class DoctorVerb implements Callable<Integer> {
  @Mixin private OutputOption output;

  private final Context context;

  DoctorVerb(Context context) {
    this.context = context;
  }

  /// Fails only if something is missing that nothing works without.
  @Override
  public Integer call() {
    List<Check> checks = MachineChecks.all(context.environment());
    if (output.isJson()) {
      OutputOption.print(
          context.console(),
          json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("checks");
            for (Check check : checks) {
              check.write(json);
            }
            json.writeEndArray();
            json.writeEndObject();
          });
    } else {
      Table table = new Table("WHAT", "THERE", "DETAIL");
      checks.forEach(
          check -> table.row(check.name(), check.present() ? "yes" : "no", check.detail()));
      table.print(context.console());
    }
    return checks.stream().allMatch(check -> check.present() || !check.required()) ? 0 : 1;
  }
}
