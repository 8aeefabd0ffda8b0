package dev.perigee.cli;

import dev.perigee.cli.doctor.CertificateChecks;
import dev.perigee.cli.doctor.Check;
import dev.perigee.cli.doctor.FolderChecks;
import dev.perigee.cli.doctor.SystemChecks;
import dev.perigee.cli.show.Table;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `perigee doctor`: what this machine has, what is wrong with it, and how to mend it.
@Command(
    name = "doctor",
    description = "Say what this machine has, what is wrong with it, and how to mend it.",
    mixinStandardHelpOptions = true)
final class DoctorVerb implements Callable<Integer> {
  private static final Path ROOT = Path.of("/");

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data folder to look at; default: that of `up`.")
  private @Nullable Path data;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "Port that is to be free; default: " + UpOptions.PORT_DEFAULT + ".")
  private int port = UpOptions.PORT_DEFAULT;

  @Option(
      names = "--tls-cert",
      paramLabel = "FILE",
      description = "Certificate to look at, in PEM.")
  private @Nullable Path certificate;

  @Mixin private OutputOption output;

  private final Context context;

  DoctorVerb(Context context) {
    this.context = context;
  }

  /// Fails only if the platform can't work like this.
  @Override
  public Integer call() {
    List<Check> checks = checks(Instant.now());
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
      Table table = new Table("WHAT", "GOOD", "DETAIL");
      checks.forEach(check -> table.row(check.name(), word(check), check.detail()));
      table.print(context.console());
    }
    return checks.stream().anyMatch(Check::isFatal) ? 1 : 0;
  }

  private List<Check> checks(Instant now) {
    List<Check> checks = new ArrayList<>(MachineChecks.all(context.environment()));
    checks.addAll(new SystemChecks(ROOT).all(now, port));
    checks.addAll(new FolderChecks(folder(), ROOT).all(now));
    if (certificate != null) {
      checks.add(CertificateChecks.of(certificate, now));
    }
    return checks;
  }

  private Path folder() {
    return data == null
        ? Path.of(context.environment().getOrDefault("HOME", ".")).resolve(".perigee")
        : data;
  }

  private static String word(Check check) {
    if (check.isFatal()) {
      return "FATAL";
    }
    return check.present() ? "yes" : "no";
  }
}
