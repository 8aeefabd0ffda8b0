package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class VersionVerbTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void printsOneJsonDocument() throws Exception {
    assertThat(run("version", "--output", "json")).isZero();

    JsonNode facts = new ObjectMapper().readTree(out.toString());
    assertThat(facts.path("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(facts.path("jdk").asText()).isEqualTo(System.getProperty("java.version"));
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void answersWrongUsageWithTwo() {
    assertThat(run("version", "--output", "xml")).isEqualTo(2);
    assertThat(err.toString()).contains("xml", "json", "table");
    assertThat(out.toString()).isEmpty();
  }

  private int run(String... args) {
    CommandLine line = Main.commandLine();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }
}
