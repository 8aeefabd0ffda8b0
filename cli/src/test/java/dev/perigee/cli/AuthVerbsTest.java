package dev.perigee.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.show.Console;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Verbs show who they are by what stands in their environment.
class AuthVerbsTest {
  private static final Map<String, String> PAIR =
      Map.of("PERIGEE_ACCESS_KEY_ID", "AKFIRST", "PERIGEE_SECRET_ACCESS_KEY", "the-secret");
  private static final Map<String, String> API_KEY =
      Map.of("PERIGEE_API_KEY", "a-key-of-twenty-characters");

  @TempDir Path data;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private int run(Map<String, String> environment, Lifetime lifetime, String... args) {
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Console console =
        new Console(new ByteArrayInputStream(new byte[0]), stream, stream, false, false);
    return Main.run(new Context(console, environment, new Assembly(), lifetime), args);
  }

  private int runVerb(Map<String, String> environment, String... args) {
    return run(environment, (_, _) -> 1, args);
  }

  /// Starts a platform and asks it something as somebody; the exit code of the question.
  private int ask(String auth, Map<String, String> first, Map<String, String> asker) {
    int[] code = {-1};
    Lifetime once =
        (start, _) -> {
          Running running = start.get();
          code[0] = runVerb(asker, "list", "--url", running.url().toString());
          running.stop(Duration.ZERO);
          return 0;
        };
    assertThat(run(first, once, "up", "--auth", auth, "--port", "0", "--data", data.toString()))
        .as(out.toString(UTF_8))
        .isZero();
    return code[0];
  }

  @Test
  void theFirstAdministratorsPairComesIn() {
    assertThat(ask("sigv4", PAIR, PAIR)).as(out.toString(UTF_8)).isZero();
  }

  @Test
  void soItDoesInTheVariablesOfAwsClients() {
    Map<String, String> asAtAws =
        Map.of(
            "AWS_ACCESS_KEY_ID",
            "AKFIRST",
            "AWS_SECRET_ACCESS_KEY",
            "the-secret",
            "AWS_REGION",
            "eu-west-1");
    assertThat(ask("sigv4", PAIR, asAtAws)).as(out.toString(UTF_8)).isZero();
  }

  @Test
  void anApiKeyComesInWhereKeysAreAskedFor() {
    assertThat(ask("keys", API_KEY, API_KEY)).as(out.toString(UTF_8)).isZero();
  }

  @Test
  void nobodyElseDoes() {
    assertThat(ask("sigv4", PAIR, Map.of())).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("Missing Authentication Token");
    Map<String, String> wrong =
        Map.of("PERIGEE_ACCESS_KEY_ID", "AKFIRST", "PERIGEE_SECRET_ACCESS_KEY", "another");
    assertThat(ask("sigv4", PAIR, wrong)).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("signature we calculated does not match");
    assertThat(ask("keys", API_KEY, Map.of("PERIGEE_API_KEY", "x".repeat(30)))).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("security token included in the request is invalid");
  }

  @Test
  void aPlatformDoesNotStartWithoutTheFirstAdministratorsKeys() {
    assertThat(runVerb(Map.of(), "up", "--auth", "sigv4", "--data", data.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("set PERIGEE_ACCESS_KEY_ID");
    assertThat(runVerb(Map.of(), "up", "--auth", "what", "--data", data.toString())).isEqualTo(2);
  }
}
