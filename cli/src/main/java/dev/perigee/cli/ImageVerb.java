package dev.perigee.cli;

import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.show.Figures;
import dev.perigee.cli.show.Table;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee image`: container images that functions can be deployed from.
@Command(
    name = "image",
    description = "Load, list and remove container images.",
    mixinStandardHelpOptions = true)
final class ImageVerb {
  private final Context context;

  ImageVerb(Context context) {
    this.context = context;
  }

  @Command(
      name = "load",
      description = "Bring an image: an archive (docker save, OCI) or the folder of an OCI layout.",
      mixinStandardHelpOptions = true)
  int load(
      @Parameters(paramLabel = "FILE|DIR", description = "The image.") Path archive,
      @Option(
              names = "--name",
              paramLabel = "NAME[:TAG]",
              defaultValue = "",
              description =
                  "What to call it. Without a name it stays while a function needs it, and for ten"
                      + " minutes to begin with.")
          String name,
      @Mixin Target to,
      @Mixin OutputOption how) {
    context.console().progress("loading " + archive);
    Reply reply = ImageUpload.load(to.client(context), archive, name);
    context.console().progressDone();
    if (how.isJson()) {
      OutputOption.print(context.console(), reply);
    } else {
      Description.print(context.console(), reply.object());
    }
    return 0;
  }

  @Command(
      name = "list",
      description = "List the images that have names.",
      mixinStandardHelpOptions = true)
  int list(@Mixin Target from, @Mixin OutputOption how) {
    Reply reply = from.client(context).demand("GET", "/v1/images", null);
    if (how.isJson()) {
      OutputOption.print(context.console(), reply);
      return 0;
    }
    Table table = new Table("NAME", "DIGEST", "PLATFORM", "BYTES", "LAYERS");
    for (Map<String, @Nullable Object> image : reply.objects("images")) {
      table.row(
          Figures.exact(image.get("name")),
          Figures.exact(image.get("digest")),
          Figures.exact(image.get("platform")),
          Figures.exact(image.get("sizeBytes")),
          Figures.exact(image.get("layers")));
    }
    table.print(context.console());
    return 0;
  }

  @Command(
      name = "rm",
      description = "Take a name away; the bytes go when no function needs them.",
      mixinStandardHelpOptions = true)
  int remove(
      @Parameters(paramLabel = "NAME[:TAG]", description = "Name of the image.") String name,
      @Mixin Target from) {
    from.client(context).demand("DELETE", "/v1/images/" + PlatformClient.escaped(name), null);
    context.console().out().println("removed " + name);
    return 0;
  }
}
