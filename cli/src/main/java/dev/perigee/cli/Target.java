package dev.perigee.cli;

import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import java.net.URI;
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

  PlatformClient client(Context context) {
    return new PlatformClient(uri(context), tenant(context), Identity.in(context.environment()));
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
