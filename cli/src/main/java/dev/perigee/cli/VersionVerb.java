package dev.perigee.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `perigee version`: which Perigee this is, and on which Java and machine it runs.
@Command(name = "version", description = "Print the version of Perigee and what it runs on.")
final class VersionVerb implements Callable<Integer> {
  @Option(
      names = "--output",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES}; default: ${DEFAULT-VALUE}")
  private Output output = Output.table;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Map<String, String> facts = facts();
    switch (output) {
      case json -> out.println(new ObjectMapper().writeValueAsString(facts));
      case table -> facts.forEach((name, value) -> out.printf("%-8s %s%n", name, value));
    }
    out.flush();
    return CommandLine.ExitCode.OK;
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
