package dev.perigee.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Console;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee estimate`: what calls will come to.
@Command(
    name = "estimate",
    description = "Say what calls of a function will come to in joules, grams and dollars.",
    mixinStandardHelpOptions = true)
final class EstimateVerb implements Callable<Integer> {
  private static final List<String> SPANS = List.of("perInvocation", "perDay", "perMonth", "total");

  @Parameters(
      paramLabel = "FILE|NAME",
      description = "A function that is deployed, or a file or folder that is to be.")
  private String what = "";

  @Option(names = "--rate-per-s", paramLabel = "R", description = "Calls a second.")
  private @Nullable BigDecimal ratePerS;

  @Option(names = "--invocations", paramLabel = "N", description = "Calls, all in all.")
  private @Nullable BigDecimal invocations;

  @Option(
      names = "--duration-ms",
      paramLabel = "MS",
      description = "How long the handler runs; with it the ledger is not asked.")
  private @Nullable BigDecimal durationMs;

  @Option(names = "--memory-mb", paramLabel = "MB", description = "Memory; default: as deployed.")
  private @Nullable BigDecimal memoryMb;

  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  EstimateVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Path path = Path.of(what);
    boolean isFile = Files.exists(path);
    String name = isFile ? FunctionFile.in(path).name() : what;
    Reply reply = ask(target.client(context), name);
    if (!isFile && !Boolean.TRUE.equals(reply.object().get("known"))) {
      throw new VerbException(
          "there is no function '%s', and no such file: `perigee list` shows those there are"
              .formatted(what));
    }
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      print(context.console(), reply);
    }
    return 0;
  }

  private Reply ask(PlatformClient client, String name) {
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          if (!name.isEmpty()) {
            json.writeStringField("function", name);
          }
          write(json, "memoryMb", memoryMb);
          write(json, "durationMs", durationMs);
          write(json, "ratePerS", ratePerS);
          write(json, "invocations", invocations);
          json.writeEndObject();
        });
    return client.demand("POST", "/v1/estimate", body);
  }

  /// What a call of a function that is to be deployed is expected to come to.
  static Reply ofDeployment(PlatformClient client, String name, DeployRequest request) {
    byte[] body =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeStringField("function", name);
          if (request.memoryMb().isPresent()) {
            json.writeNumberField("memoryMb", request.memoryMb().getAsInt());
          }
          json.writeEndObject();
        });
    return client.demand("POST", "/v1/estimate", body);
  }

  private static void write(JsonGenerator json, String name, @Nullable BigDecimal value)
      throws IOException {
    if (value != null) {
      json.writeNumberField(name, value);
    }
  }

  /// One line per amount and span, then what it means, then the caps.
  private static void print(Console console, Reply reply) {
    Map<String, @Nullable Object> estimate = reply.object();
    Table table = new Table("SPAN", "AMOUNT", "MEAN", "LOW", "HIGH");
    for (String span : SPANS) {
      if (estimate.get(span) instanceof Map<?, ?> amounts) {
        amounts.forEach((amount, range) -> {
          if (range instanceof Map<?, ?> each) {
            table.row(
                span,
                String.valueOf(amount),
                Figures.exact(each.get("mean")),
                Figures.exact(each.get("low")),
                Figures.exact(each.get("high")));
          }
        });
      }
    }
    table.print(console);
    console.out().println(estimate.get("source") + ": " + estimate.get("basis"));
    console.out().println("prices: " + estimate.get("prices"));
    for (Map<String, @Nullable Object> cap : reply.objects("caps")) {
      console.out().println(line(cap));
    }
  }

  private static String line(Map<String, @Nullable Object> cap) {
    String when =
        cap.get("exhaustedAfterS") == null
            ? ""
            : ", exhausted after " + Figures.exact(cap.get("exhaustedAfterS")) + " s";
    return "cap %s/%s %s %s: %s of it used, these calls would use %s of it%s"
        .formatted(
            cap.get("kind"),
            cap.get("name"),
            cap.get("amount"),
            Figures.exact(cap.get("limit")),
            Figures.exact(cap.get("usedFraction")),
            Figures.exact(cap.get("expectedFraction")),
            when);
  }
}
