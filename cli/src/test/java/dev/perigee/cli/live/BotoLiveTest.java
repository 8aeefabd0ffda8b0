package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// boto3, unmodified, against a platform.
class BotoLiveTest {
  private static final String ARN = "arn:aws:lambda:ap-south-1:000000000000:function:f";

  @TempDir Path data;

  @Test
  void botoCreatesPublishesInvokesStreamsListsAndDeletes() throws Exception {
    String python = Needs.python().toString();
    Needs.that("boto3", run(python, "-c", "import boto3").isEmpty(), "pip install boto3");
    Path script = data.resolve("boto3_client.py");
    try (InputStream source = BotoLiveTest.class.getResourceAsStream("boto3_client.py");
        LiveServer server = new LiveServer(Files.createDirectory(data.resolve("platform")))) {
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

  /// What a program writes, errors too.
  private static String run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    return new String(process.getInputStream().readAllBytes(), UTF_8);
  }
}
