package dev.perigee.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigTest {
  private final VerbRunner perigee = new VerbRunner();
  private final AtomicReference<@Nullable UpOptions> started = new AtomicReference<>();
  @TempDir private Path folder = Path.of("");

  @Test
  void anOptionGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = file("host: 127.0.0.2\nport: 1001\nkeep-alive-s: 7\nnodes-as-processes: true\n");
    perigee.environment.put("PERIGEE_PORT", "1002");
    perigee.environment.put("PERIGEE_HOST", "127.0.0.3");

    UpOptions options = up("--config", file.toString(), "--host", "127.0.0.4");

    assertThat(options.host()).isEqualTo("127.0.0.4");
    assertThat(options.port()).isEqualTo(1_002);
    assertThat(options.keepAlive()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.nodesAsProcesses()).isTrue();
    assertThat(options.drain()).isEqualTo(UpOptions.DRAIN_DEFAULT);
  }

  @Test
  void saysAllThatIsWrongAtOnceWithItsLineAndHowToFixIt() throws Exception {
    Path file =
        file("prot: 80\nport: 70000\nkeep-alive-s: soon\nauth: password\nnodes: [a, b]\nport: 1\n");

    assertThat(perigee.run("config", "check", file.toString())).isEqualTo(1);

    assertThat(perigee.err())
        .contains(file + ":1: 'prot' is no option of up: did you mean 'port'?")
        .contains(file + ":3: ", "'soon'")
        .contains(file + ":4: --auth is 'password': it has to be none, sigv4 or keys")
        .contains(file + ":5: 'nodes' is a list or an object")
        .contains(file + ":6: 'port' is there twice");
    assertThat(perigee.run("up", "--config", file.toString())).isEqualTo(1);
    assertThat(perigee.err()).contains("did you mean 'port'?", "--auth is 'password'");
    assertThat(perigee.run("config", "check", file.toString(), "--output", "json")).isEqualTo(1);
    assertThat(new ObjectMapper().readTree(perigee.out()).get("problems").size()).isEqualTo(5);
  }

  @Test
  void saysWhatIsNoYamlOrNotThere() throws Exception {
    Path file = file("port: [1\n");

    assertThat(perigee.run("config", "check", file.toString())).isEqualTo(1);
    assertThat(perigee.err()).contains("this is no YAML");
    assertThat(perigee.run("config", "check", folder.resolve("none").toString())).isEqualTo(1);
    assertThat(perigee.err()).contains("can't be read");
  }

  @Test
  void theFileThatIsShippedIsRight() {
    assertThat(perigee.run("config", "check", "../deploy/perigee.yaml")).isZero();
  }

  private UpOptions up(String... options) throws IOException {
    FakePlatform platform = new FakePlatform();
    perigee.starter =
        wanted -> {
          started.set(wanted);
          return platform;
        };
    String[] arguments = new String[options.length + 1];
    arguments[0] = "up";
    System.arraycopy(options, 0, arguments, 1, options.length);
    assertThat(perigee.run(arguments)).as(perigee.err()).isZero();
    UpOptions wanted = started.get();
    assertThat(wanted).isNotNull();
    return Objects.requireNonNull(wanted);
  }

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("perigee.yaml"), text);
  }
}
