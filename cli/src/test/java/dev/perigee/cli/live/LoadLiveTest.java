package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static dev.perigee.cli.live.LiveClient.json;
import static dev.perigee.cli.live.LiveClient.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many callers at once: each is served or told to try again, and each is in the ledger.
class LoadLiveTest {
  private static final String APP =
      """
      import time

      def handle(event, context):
          time.sleep(event.get("s", 0))
          return {"ok": True}
      """;

  @TempDir static Path data;
  private static @Nullable LiveServer server;

  @BeforeAll
  static void start() {
    var _ = Needs.python();
    server = new LiveServer(data);
    client().deploy("plain", Code.of("app.handle", APP));
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static LiveClient client() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.client();
  }

  private static List<HttpResponse<String>> burst(String name, String payload, int count) {
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      calls.add(client().begin(name, payload));
    }
    return calls.stream().map(CompletableFuture::join).toList();
  }

  private static Map<String, String> outcomes() {
    Map<String, String> outcomes = new HashMap<>();
    for (JsonNode entry : client().ledger("").get("entries")) {
      outcomes.put(entry.get("invocationId").asText(), entry.get("outcome").asText());
    }
    return outcomes;
  }

  @Test
  void accountsForEveryAnswerUnderFullLoad() {
    client().deploy("narrow", Code.of("app.handle", APP).concurrency(4));
    client().deploy("closed", Code.of("app.handle", APP).concurrency(0));
    List<HttpResponse<String>> answers = new ArrayList<>();
    for (int round = 0; round < 2; round++) {
      answers.addAll(burst("plain", "{}", 300));
      answers.addAll(burst("narrow", "{\"s\":0.01}", 100));
      answers.addAll(burst("closed", "{}", 50));
    }
    assertThat(answers).allMatch(answer -> List.of(200, 429).contains(answer.statusCode()));
    Map<String, String> known =
        await(
            "entries of all answers",
            LoadLiveTest::outcomes,
            map -> answers.stream().allMatch(answer -> map.containsKey(requestId(answer))));
    for (HttpResponse<String> answer : answers) {
      assertThat(known.get(requestId(answer)))
          .isEqualTo(answer.statusCode() == 200 ? "ok" : "throttled");
    }
  }

  @Test
  void queuesAboveTheConcurrencyLimit() {
    client().deploy("single", Code.of("app.handle", APP).concurrency(1));
    long beganNs = System.nanoTime();
    List<HttpResponse<String>> answers = burst("single", "{\"s\":0.1}", 10);
    assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
    assertThat((System.nanoTime() - beganNs) / 1e9).isGreaterThanOrEqualTo(1);
  }

  @Test
  void answersWhatNoSandboxMayServeWithTooManyRequests() {
    client().deploy("none", Code.of("app.handle", APP).concurrency(0));
    HttpResponse<String> answer = client().invoke("none", "{}");
    assertThat(answer.statusCode()).isEqualTo(429);
    assertThat(LiveClient.header(answer, "x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
    assertThat(answer.body())
        .isEqualTo(
            "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\",\"message\":\"Rate"
                + " Exceeded.\"}");
    assertThat(client().entry(answer).get("outcome").asText()).isEqualTo("throttled");
  }

  @Test
  void startsFiftyColdFunctionsAtOnceWithoutServerError() {
    for (int i = 0; i < 50; i++) {
      client().deploy("cold" + i, Code.of("app.handle", APP));
    }
    List<CompletableFuture<HttpResponse<String>>> calls = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      calls.add(client().begin("cold" + i, "{}"));
      calls.add(client().begin("cold" + i, "{}"));
    }
    assertThat(calls.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
        .containsOnly(200);
  }

  @Test
  void runsSleepersAtTheSameTime() {
    burst("plain", "{}", 20);
    long beganNs = System.nanoTime();
    List<HttpResponse<String>> answers = burst("plain", "{\"s\":1}", 20);
    assertThat(answers).allMatch(answer -> answer.statusCode() == 200);
    assertThat((System.nanoTime() - beganNs) / 1e9).isLessThan(5);
  }

  @Test
  void reclaimsSandboxRightAfterItsAnswerWithoutKeepAlive(@TempDir Path other) {
    try (LiveServer cold = new LiveServer(other, Duration.ZERO, new SystemClock())) {
      cold.client().deploy("plain", Code.of("app.handle", APP));
      for (int i = 0; i < 3; i++) {
        HttpResponse<String> answer = cold.client().invoke("plain", "{}");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(LiveClient.header(answer, "Perigee-Cold-Start")).isEqualTo("true");
        await("idle node", () -> liveCount(cold.client()), count -> count == 0);
      }
    }
  }

  private static int liveCount(LiveClient client) {
    int count = 0;
    for (JsonNode node : json(client.get("/v1/nodes").body()).get("nodes")) {
      for (JsonNode workers : node.get("workers")) {
        count += workers.get("live").asInt();
      }
    }
    return count;
  }
}
