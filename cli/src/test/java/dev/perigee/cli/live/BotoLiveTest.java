package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// boto3, unmodified, against a platform.
class BotoLiveTest {
  private static final String ARN = "arn:aws:lambda:ap-south-1:000000000000:function:f";

  @TempDir Path data;

  @ParameterizedTest
  @EnumSource(names = {"NONE", "SIGV4"})
  void botoCreatesPublishesInvokesStreamsListsAndDeletes(AuthMode mode) throws Exception {
    String python = Needs.python().toString();
    Needs.that("boto3", run(python, "-c", "import boto3").isEmpty(), "pip install boto3");
    Path script = data.resolve("boto3_client.py");
    try (InputStream source = BotoLiveTest.class.getResourceAsStream("boto3_client.py");
        LiveServer server = server(Files.createDirectory(data.resolve("platform")), mode)) {
      Files.write(script, Objects.requireNonNull(source).readAllBytes());

      assertThat(run(python, script.toString(), "http://127.0.0.1:" + server.port()))
          .isEqualTo(
              """
              published 1
              alias %1$s:prod
              answer 200 1 ["%1$s:prod", {"k": "v"}, 1]
              log True
              event ["%1$s", null, 2]
              event end
              listed $LATEST 1
              url RESPONSE_STREAM True
              gone Function not found: %1$s
              """
                  .formatted(ARN));
    }
  }

  /// Where signatures are checked, the client's own pair is the administrator's.
  private static LiveServer server(Path folder, AuthMode mode) {
    FirstAdministrator first =
        mode == AuthMode.NONE
            ? FirstAdministrator.NOBODY
            : new FirstAdministrator(mode, "any", "any");
    return new LiveServer(
        folder, Duration.ofMinutes(10), LedgerRetention.FOREVER, new SystemClock(), first);
  }

  /// What a program writes, errors too.
  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
