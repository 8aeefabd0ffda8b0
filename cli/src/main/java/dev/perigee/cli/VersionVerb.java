package dev.perigee.cli;

import dev.perigee.api.Json;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;

/// `perigee version`: which Perigee this is, and on which Java and machine it runs.
@Command(
    name = "version",
    description = "Print the version of Perigee and what it runs on.",
    mixinStandardHelpOptions = true)
final class VersionVerb implements Callable<Integer> {
  @Mixin private OutputOption output;

  private final Context context;

  VersionVerb(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException {
    Map<String, String> facts = facts();
    if (output.isJson()) {
      OutputOption.print(context.console(), json -> Json.write(json, facts));
    } else {
      facts.forEach((name, value) -> context.console().out().printf("%-8s %s%n", name, value));
    }
    return 0;
  }

  private static Map<String, String> facts() throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("version", version());
    facts.put("jdk", System.getProperty("java.version"));
    facts.put("vm", System.getProperty("java.vm.name"));
    facts.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    return facts;
  }

  static String version() throws IOException {
    Properties properties = new Properties();
    try (InputStream in = VersionVerb.class.getResourceAsStream("version.properties")) {
      if (in == null) {
        throw new IOException("version.properties is not on the class path: build with ./perigee");
      }
      properties.load(in);
    }
    return properties.getProperty("version");
  }

  /// For `perigee --version`.
  static final class Provider implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {version()};
    }
  }
}
