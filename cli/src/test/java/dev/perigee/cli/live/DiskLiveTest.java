package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static dev.perigee.cli.live.LiveClient.header;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up and a clock that jumps: what runs goes on, and nothing is lost.
class DiskLiveTest {
  private static final Code CODE =
      Code.of(
          "app.handle",
          """
          import time
          def handle(event, context):
              time.sleep(event.get('s', 0))
              return event
          """);

  @TempDir Path folder;

  @Test
  void goesOnWithAFullDiskAndTakesDeploymentsAgainWhenThereIsRoom() throws IOException {
    var _ = Needs.python();
    try (SmallDisk disk = SmallDisk.mount(folder, "size=24m")) {
      Path data = disk.folder().resolve("data");
      List<HttpResponse<String>> answers = new ArrayList<>();
      try (LiveServer server = new LiveServer(data)) {
        LiveClient client = server.client();
        client.deploy("kept", CODE);
        answers.add(client.invoke("kept", "{}"));
        Path filler = disk.fill();
        HttpResponse<String> refused = client.tryDeploy("toomuch", large(), Map.of());
        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
        assertThat(refused.body()).containsIgnoringCase("full").contains("free");
        for (int i = 0; i < 20; i++) {
          answers.add(client.invoke("kept", "{}"));
        }
        assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
        await("report", server::reports, lines -> !lines.isEmpty());
        Files.delete(filler);
        client.deploy("later", CODE);
        answers.forEach(client::entry);
      }
      isKept(data, answers);
    }
  }

  private static void isKept(Path data, List<HttpResponse<String>> answers) {
    try (LiveServer again = new LiveServer(data)) {
      answers.forEach(again.client()::entry);
      assertThat(again.client().get("/v1/functions/toomuch").statusCode()).isEqualTo(404);
      assertThat(again.client().invoke("kept", "{}").statusCode()).isEqualTo(200);
      assertThat(again.client().invoke("later", "{}").statusCode()).isEqualTo(200);
    }
  }

  /// Code that does not shrink in an archive.
  private static Code large() {
    StringBuilder source = new StringBuilder("def handle(event, context):\n    return 1\n#");
    Random random = new Random(1);
    for (int i = 0; i < 1 << 20; i++) {
      source.append((char) ('a' + random.nextInt(26)));
    }
    return Code.of("app.handle", source.append('\n').toString());
  }

  @Test
  void servesAndSettlesThroughJumpsOfTheClock() {
    var _ = Needs.python();
    JumpingClock clock = new JumpingClock();
    try (LiveServer server = new LiveServer(folder, Duration.ofMinutes(10), clock)) {
      LiveClient client = server.client();
      client.deploy("kept", CODE);
      client.invoke("kept", "{}");
      for (Duration jump : List.of(Duration.ZERO, Duration.ofDays(1), Duration.ofDays(-2))) {
        HttpResponse<String> answer = answerThroughJump(client, () -> clock.jump(jump));
        client.deploy("cold" + jump.toDays(), CODE);
        assertThat(client.invoke("cold" + jump.toDays(), "{}").statusCode()).isEqualTo(200);
        JsonNode entry =
            await(
                "settled entry",
                () -> client.entry(answer),
                e -> e.get("state").asText().equals("settled"));
        assertThat(entry.get("durationMs").asDouble()).isBetween(500.0, 10_000.0);
        assertThat(entry.get("queueMs").asDouble()).isBetween(0.0, 10_000.0);
        assertThat(entry.get("energyJ").asDouble()).isBetween(0.0, 100.0);
      }
      for (JsonNode node : client.ledger("").get("nodes")) {
        assertThat(node.get("energyJ").asDouble()).isBetween(0.0, 1e5);
        assertThat(node.get("fromUtc").asText()).isLessThanOrEqualTo(node.get("toUtc").asText());
      }
    }
  }

  /// A call under way is neither cut off by its timeout nor longer than it was, and the idle
  /// sandbox is still there afterwards.
  private static HttpResponse<String> answerThroughJump(LiveClient client, Runnable jump) {
    CompletableFuture<HttpResponse<String>> running = client.begin("kept", "{\"s\": 0.5}");
    await("running call", () -> client.get("/v1/nodes").body(), t -> t.contains("\"busy\":1"));
    jump.run();
    HttpResponse<String> answer = running.join();
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Amz-Function-Error")).isEmpty();
    assertThat(header(answer, "Perigee-Cold-Start")).isEqualTo("false");
    assertThat(header(client.invoke("kept", "{}"), "Perigee-Cold-Start")).isEqualTo("false");
    return answer;
  }
}
