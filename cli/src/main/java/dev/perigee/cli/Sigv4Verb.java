package dev.perigee.cli;

import dev.perigee.api.Json;
import dev.perigee.cli.show.Table;
import dev.perigee.platform.access.Credentials;
import dev.perigee.platform.access.Credentials.Credential;
import dev.perigee.platform.access.RecordedRequests;
import dev.perigee.platform.access.RecordedRequests.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `perigee sigv4`: signatures of AWS clients.
@Command(
    name = "sigv4",
    description = "Check signatures of recorded requests (AWS Signature Version 4).",
    mixinStandardHelpOptions = true)
final class Sigv4Verb {
  @Spec private CommandSpec spec;

  private final Context context;

  Sigv4Verb(Context context) {
    this.context = context;
  }

  @Command(
      name = "verify",
      description = "Say of each request in a file whether the platform would let it in.",
      mixinStandardHelpOptions = true)
  int verify(
      @Parameters(
              paramLabel = "FILE",
              description = "One JSON object per line: method, path, headers, body_b64.")
          Path file,
      @Option(names = "--access-key-id", paramLabel = "ID", required = true) String accessKeyId,
      @Option(names = "--secret-access-key", paramLabel = "SECRET", required = true)
          String secretAccessKey,
      @Option(
              names = "--at",
              paramLabel = "UTC",
              description = "When they arrive; default: when each says that it was signed.")
          @Nullable String at,
      @Mixin OutputOption output) {
    Credentials credentials =
        Credentials.of(
            Map.of(accessKeyId, Credential.ofFirstAdministrator(accessKeyId, secretAccessKey)));
    List<Verdict> verdicts = verdicts(file, credentials, at);
    if (output.isJson()) {
      context.console().out().println(json(verdicts));
    } else {
      Table table = new Table("LINE", "ACCEPTED", "REASON");
      for (Verdict verdict : verdicts) {
        table.row(
            Integer.toString(verdict.line()),
            Boolean.toString(verdict.accepted()),
            verdict.reason());
      }
      table.print(context.console());
    }
    boolean all = verdicts.stream().allMatch(Verdict::accepted);
    return all ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private List<Verdict> verdicts(Path file, Credentials credentials, @Nullable String at) {
    try {
      return RecordedRequests.verify(
          file, credentials, Optional.ofNullable(at).map(Instant::parse));
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--at is '" + at + "': write a time in UTC such as 2026-11-21T08:52:05Z",
          e);
    } catch (IOException e) {
      throw new VerbException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static String json(List<Verdict> verdicts) {
    return Json.text(json -> {
      json.writeStartObject();
      json.writeArrayFieldStart("requests");
      for (Verdict verdict : verdicts) {
        json.writeStartObject();
        json.writeNumberField("line", verdict.line());
        json.writeBooleanField("accepted", verdict.accepted());
        json.writeStringField("reason", verdict.reason());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    });
  }
}
