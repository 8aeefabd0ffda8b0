package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static dev.perigee.cli.live.LiveClient.requestId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ledger whose old files go.
class RetentionLiveTest {
  private static final Code CODE =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");
  private static final Duration KEEP_ALIVE = Duration.ofMinutes(10);
  private static final LedgerRetention ONE_DAY =
      new LedgerRetention(Optional.of(Duration.ofDays(1)));

  @TempDir Path folder;

  @Test
  void oldEntriesGoAndWhatStaysAddsUp() {
    var _ = Needs.python();
    JumpingClock clock = new JumpingClock();
    String old;
    String kept;
    try (LiveServer server = new LiveServer(folder, KEEP_ALIVE, clock)) {
      server.client().deploy("echo", CODE);
      old = invoke(server.client());
      clock.jump(Duration.ofHours(2));
      kept = invoke(server.client());
      assertThat(invocations(server.client())).contains(old, kept);
    }
    clock.jump(Duration.ofDays(3));
    try (LiveServer server = new LiveServer(folder, KEEP_ALIVE, ONE_DAY, clock)) {
      String recent = invoke(server.client());
      await("old entry to go", () -> invocations(server.client()), ids -> !ids.contains(old));
      assertThat(invocations(server.client())).containsExactlyInAnyOrder(kept, recent);
      assertAddsUp(server.client().ledger(""));
      JsonNode row = server.client().ledger("?by=function").get("rows").get(0);
      assertThat(row.get("invocations").asInt()).isEqualTo(2);
    }
  }

  private static String invoke(LiveClient client) {
    var answer = client.invoke("echo", "{}");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    var _ =
        await(
            "settled entry",
            () -> client.entry(answer),
            entry -> entry.get("state").asText().equals("settled"));
    return requestId(answer);
  }

  private static List<String> invocations(LiveClient client) {
    List<String> ids = new ArrayList<>();
    client.ledger("").get("entries").forEach(entry -> ids.add(entry.get("invocationId").asText()));
    return ids;
  }

  private static void assertAddsUp(JsonNode ledger) {
    Map<String, Double> sums = new HashMap<>();
    for (JsonNode entry : ledger.get("entries")) {
      sums.merge(entry.get("node").asText(), entry.get("energyJ").asDouble(), Double::sum);
    }
    for (JsonNode node : ledger.get("nodes")) {
      double attributedJ = node.get("attributedJ").asDouble();
      assertThat(attributedJ)
          .isCloseTo(sums.getOrDefault(node.get("node").asText(), 0.0), within(1e-9));
      assertThat(node.get("energyJ").asDouble())
          .isCloseTo(
              attributedJ + node.get("unattributedJ").asDouble(), Percentage.withPercentage(1e-7));
    }
  }
}
