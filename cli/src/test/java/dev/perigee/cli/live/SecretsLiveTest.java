package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Values of environment variables reach the function, and nothing that is kept or told.
class SecretsLiveTest {
  private static final String CANARY = "canary-5f1d7c2ab8e94";
  private static final String SOURCE =
      "import os\ndef handler(event, context):\n    return len(os.environ['TOKEN'])\n";

  @TempDir Path data;

  @Test
  void theyAreNowhereInTheDataFolderAndInNoAnswerButTheOwners() throws IOException {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient client = server.client();
      client.deploy("f", LiveClient.Code.of("app.handler", SOURCE), Map.of("TOKEN", CANARY));
      isNowhere(client);
    }
    try (LiveServer server = new LiveServer(data);
        LambdaClient aws = AwsClientLiveTest.client(server.port(), "any")) {
      LiveClient client = server.client();
      var _ = LiveClient.await("ready platform", client::isReady, ready -> ready);
      isNowhere(client);
      assertThat(aws.getFunctionConfiguration(request -> request.functionName("f")).environment())
          .hasToString("EnvironmentResponse(Variables=*** Sensitive Data Redacted ***)");
      assertThat(server.reports()).noneMatch(line -> line.contains(CANARY));
    }
  }

  private void isNowhere(LiveClient client) throws IOException {
    assertThat(client.invoke("f", "{}").body()).isEqualTo(Integer.toString(CANARY.length()));
    for (String path :
        List.of(
            "/v1/functions",
            "/v1/functions/f",
            "/v1/functions/f/logs",
            "/v1/ledger",
            "/v1/decisions",
            "/v1/nodes",
            "/v1/traces",
            "/v1/stats/functions",
            "/metrics")) {
      assertThat(client.get(path).body()).as(path).doesNotContain(CANARY);
    }
    String encoded = Base64.getEncoder().encodeToString(CANARY.getBytes(US_ASCII));
    try (var files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = new String(Files.readAllBytes(file), ISO_8859_1);
        assertThat(content.contains(CANARY) || content.contains(encoded))
            .as(file.toString())
            .isFalse();
      }
    }
  }
}
