package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Table;
import dev.perigee.platform.control.Finding;
import dev.perigee.platform.control.Finding.Severity;
import dev.perigee.platform.lint.Lint;
import dev.perigee.platform.resource.UseReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `perigee lint`: what will go wrong.
@Command(
    name = "lint",
    description =
        "Say what will go wrong with what is deployed, or with code on this machine. Exit code 1 if"
            + " there are errors.",
    mixinStandardHelpOptions = true)
final class LintVerb implements Callable<Integer> {
  @Parameters(
      paramLabel = "PATH|FUNCTION",
      arity = "0..*",
      description =
          "Files or folders of code, which are read here, or names of functions; without any,"
              + " everything that is deployed.")
  private List<String> names = List.of();

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  LintVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Finding> findings = new ArrayList<>();
    if (names.isEmpty()) {
      findings.addAll(remote("/v1/lint"));
    }
    for (String each : names) {
      findings.addAll(
          isCode(each)
              ? Lint.ofCode(UseReader.of(Path.of(each)))
              : remote("/v1/lint?function=" + PlatformClient.escaped(each)));
    }
    if (output.isJson()) {
      OutputOption.print(context.console(), json -> write(json, findings));
    } else {
      table(findings);
    }
    return count(findings, Severity.ERROR) == 0 ? 0 : 1;
  }

  /// A function's name has no dot and no slash, unlike `./hello`.
  private static boolean isCode(String name) {
    return (name.contains(".") || name.contains("/")) && Files.exists(Path.of(name));
  }

  private List<Finding> remote(String path) {
    Reply reply = target.client(context).demand("GET", path, null);
    return reply.objects("findings").stream().map(LintVerb::finding).toList();
  }

  static Finding finding(Map<String, @Nullable Object> fields) {
    String severity = String.valueOf(fields.get("severity"));
    return new Finding(
        String.valueOf(fields.get("code")),
        Arrays.stream(Severity.values())
            .filter(each -> each.text().equals(severity))
            .findFirst()
            .orElse(Severity.WARNING),
        String.valueOf(fields.get("where")),
        String.valueOf(fields.get("why")),
        String.valueOf(fields.get("fix")));
  }

  private static void write(JsonGenerator json, List<Finding> findings) throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("findings");
    for (Finding each : findings) {
      each.write(json);
    }
    json.writeEndArray();
    json.writeNumberField("errors", count(findings, Severity.ERROR));
    json.writeNumberField("warnings", count(findings, Severity.WARNING));
    json.writeEndObject();
  }

  private static long count(List<Finding> findings, Severity severity) {
    return findings.stream().filter(each -> each.severity() == severity).count();
  }

  private void table(List<Finding> findings) {
    if (findings.isEmpty()) {
      context.console().say("nothing found");
      return;
    }
    Table table = new Table("SEVERITY", "CODE", "WHERE", "WHY", "FIX");
    for (Finding each : findings) {
      table.row(each.severity().text(), each.code(), each.where(), each.why(), each.fix());
    }
    table.print(context.console());
  }
}
