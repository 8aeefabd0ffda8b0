package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// What operators install is what this release understands.
final class DeployFilesTest {
  private static final Path DEPLOY = Path.of("..", "deploy");
  private static final Pattern START = Pattern.compile("(?m)^ExecStart=/opt/perigee/perigee (.*)$");
  private static final Pattern ENTRY = Pattern.compile("(?m)^ENTRYPOINT \\[(.*)]$");

  @TempDir private Path folder = Path.of("");

  @Test
  void theUnitStartsAPlatformWithOptionsThatThereAre() throws Exception {
    parses(List.of(found(START, "perigee.service").split(" ")));
  }

  @Test
  void theContainerStartsAPlatformWithOptionsThatThereAre() throws Exception {
    List<String> words =
        Arrays.stream(found(ENTRY, "Containerfile").split(","))
            .map(word -> word.strip().replace("\"", ""))
            .toList();
    assertThat(words.getFirst()).isEqualTo("/opt/perigee/perigee");
    parses(words.subList(1, words.size()));
  }

  /// With a program that is there, since systemd looks for it.
  @Test
  void systemdFindsNothingWrongWithTheUnit() throws Exception {
    assumeThat(MachineChecks.find("systemd-analyze", System.getenv().getOrDefault("PATH", "")))
        .as("systemd-analyze")
        .isPresent();
    Path unit = folder.resolve("perigee.service");
    String text = Files.readString(DEPLOY.resolve("perigee.service"));
    Files.writeString(
        unit,
        text.replace("/opt/perigee/perigee", "/bin/true").replaceAll("(?m)^Documentation=.*$", ""));
    File said = folder.resolve("said").toFile();

    int code =
        new ProcessBuilder("systemd-analyze", "verify", "--man=no", unit.toString())
            .redirectErrorStream(true)
            .redirectOutput(said)
            .start()
            .waitFor();

    assertThat(Files.readString(said.toPath())).doesNotContain("perigee.service:");
    assertThat(code).isZero();
  }

  private static String found(Pattern pattern, String file) throws Exception {
    Matcher line = pattern.matcher(Files.readString(DEPLOY.resolve(file)));
    assertThat(line.find()).as(file).isTrue();
    return line.group(1);
  }

  private static void parses(List<String> words) {
    CommandLine line = Main.full(Context.ofProcess());
    var parsed = line.parseArgs(words.toArray(String[]::new));
    assertThat(parsed.subcommand().commandSpec().name()).isEqualTo("up");
  }
}
