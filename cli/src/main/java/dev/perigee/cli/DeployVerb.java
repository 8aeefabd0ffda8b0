package dev.perigee.cli;

import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.api.Problem;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.platform.control.Finding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee deploy`: creates a function or its next version.
@Command(
    name = "deploy",
    description = "Create a function, or its next version.",
    mixinStandardHelpOptions = true)
final class DeployVerb implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "Name of the function.")
  private String name = "";

  @ArgGroup(multiplicity = "1")
  private Source source = new Source();

  /// Where the code comes from.
  static final class Source {
    @Option(
        names = "--code",
        paramLabel = "FILE|DIR|ZIP",
        description = "The code: a file, a folder or a zip archive.")
    private @Nullable Path code;

    @Option(
        names = "--image",
        paramLabel = "FILE|DIR|NAME",
        description =
            "A container image: an archive (docker save, OCI), the folder of an OCI layout, or an"
                + " image that the platform has.")
    private @Nullable String image;
  }

  @Option(
      names = "--allow-cycle",
      description = "Also if the function would run itself; that ends after 16 hops.")
  private boolean allowCycle;

  @Option(
      names = "--no-probation",
      description =
          "Let the new revision use all that its tenant may at once; for operators, see"
              + " docs/safeguards.md.")
  private boolean noProbation;

  @Option(
      names = "--estimate",
      description = "Say first, on stderr, what a call is expected to come to.")
  private boolean estimate;

  @Mixin private CodeOptions options;
  @Mixin private Target target;
  @Mixin private OutputOption output;

  private final Context context;

  DeployVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    PlatformClient client = target.client(context);
    DeployRequest request = request(client);
    if (estimate) {
      say(EstimateVerb.ofDeployment(client, name, request));
    }
    String path = "/v1/functions/" + PlatformClient.escaped(name);
    Reply reply =
        client.demand("PUT", path + (allowCycle ? "?allowCycle=true" : ""), Json.bytes(request));
    if (noProbation) {
      release(client);
    }
    context.console().progressDone();
    warn(reply);
    if (output.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Map<String, @Nullable Object> shown = new LinkedHashMap<>(reply.object());
      var _ = shown.remove("warnings");
      Description.print(context.console(), shown);
    }
    return 0;
  }

  /// Where there is no cap there is no probation.
  private void release(PlatformClient client) {
    Reply released =
        client.send("DELETE", "/v1/caps/revision/" + PlatformClient.escaped(name), null);
    if (!released.isOk() && released.status() != 404) {
      throw new VerbException(
          "it is deployed, but its probation goes on: "
              + String.join("; ", Problem.problemsIn(released.body(), released.status())));
    }
  }

  private void say(Reply estimated) {
    Map<String, @Nullable Object> estimate = estimated.object();
    if (estimate.get("perInvocation") instanceof Map<?, ?> amounts) {
      amounts.forEach((amount, range) -> context.console().say(amount + " per call: " + range));
    }
    context.console().say(estimate.get("source") + ": " + estimate.get("basis"));
  }

  private void warn(Reply reply) {
    for (Map<String, @Nullable Object> each : reply.objects("warnings")) {
      Finding found = LintVerb.finding(each);
      context
          .console()
          .say(
              "%s %s: %s: %s. %s"
                  .formatted(
                      found.severity().text(),
                      found.code(),
                      found.where(),
                      found.why(),
                      found.fix()));
    }
  }

  private DeployRequest request(PlatformClient client) {
    Path code = source.code;
    if (code != null) {
      DeployRequest request = options.request(code);
      context
          .console()
          .progress("deploying %s (%d KiB)".formatted(name, request.zip().length >> 10));
      return request;
    }
    String image = String.valueOf(source.image);
    Path archive = Path.of(image);
    if (!Files.exists(archive)) {
      return options.image(image);
    }
    context.console().progress("loading " + archive);
    return options.image(ImageUpload.digest(ImageUpload.load(client, archive, "")));
  }

  static Reply deploy(PlatformClient client, String name, DeployRequest request) {
    return client.demand(
        "PUT", "/v1/functions/" + PlatformClient.escaped(name), Json.bytes(request));
  }
}
