package dev.perigee.cli;

import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.KeyText;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.cli.client.Trust;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/// The options that say which platform a verb speaks to.
final class Target {
  private static final String URL_DEFAULT = "http://127.0.0.1:8080";

  @Option(
      names = "--url",
      paramLabel = "URL",
      description = "Platform to speak to; default: $PERIGEE_URL, then " + URL_DEFAULT + ".")
  private String url = "";

  @Option(
      names = "--tenant",
      paramLabel = "NAME",
      description = "Tenant to speak for; default: $PERIGEE_TENANT, then that of the key.")
  private String tenant = "";

  @Option(
      names = "--key-file",
      paramLabel = "FILE",
      description =
          "File of the key to show, as `key create` prints it, or an API key alone; default:"
              + " $PERIGEE_KEY_FILE, then the variables of the key itself.")
  private String keyFile = "";

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description =
          "PEM file of whom to trust for an https platform's certificate; default:"
              + " $PERIGEE_CA_FILE, then those that the JDK trusts.")
  private String caFile = "";

  PlatformClient client(Context context) {
    return new PlatformClient(
        uri(context),
        tenant(context),
        Identity.in(key(context)),
        file(context, caFile, "PERIGEE_CA_FILE").map(Trust::of));
  }

  /// A file goes before variables of the process; which region is asked for those still say.
  private Map<String, String> key(Context context) {
    Optional<Path> file = file(context, keyFile, "PERIGEE_KEY_FILE");
    if (file.isEmpty()) {
      return context.environment();
    }
    Map<String, String> variables = new HashMap<>(KeyText.variables(file.get()));
    for (String region : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
      if (context.environment().containsKey(region)) {
        variables.putIfAbsent(region, context.environment().get(region));
      }
    }
    return variables;
  }

  private static Optional<Path> file(Context context, String option, String variable) {
    String text = option.isEmpty() ? context.environment().getOrDefault(variable, "") : option;
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  private String tenant(Context context) {
    return tenant.isEmpty() ? context.environment().getOrDefault("PERIGEE_TENANT", "") : tenant;
  }

  private URI uri(Context context) {
    String fromEnvironment = context.environment().getOrDefault("PERIGEE_URL", "");
    String text = url.isEmpty() ? fromEnvironment : url;
    try {
      return URI.create(text.isEmpty() ? URL_DEFAULT : text);
    } catch (IllegalArgumentException e) {
      throw new VerbException("'" + text + "' is no URL: give --url http://HOST:PORT", e);
    }
  }
}
