package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions that run by themselves.
class TriggersLiveTest {
  private static final Code TELLS =
      Code.of(
          "app.handle",
          "def handle(event, context):\n    print('got', event['type'], event.get('data'))\n");
  private static final String ORDERS =
      "{\"function\":\"f\",\"source\":{\"kind\":\"event\",\"filter\":{\"type\":\"order\"}}}";

  @TempDir Path folder;

  @BeforeEach
  void needsPython() {
    var _ = Needs.python();
  }

  @Test
  void anEventRunsTheFunctionThatWaitsForItOnceHoweverOftenItIsSentAlsoAfterARestart()
      throws Exception {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("f", TELLS);
      assertThat(put(client, "orders", ORDERS).statusCode()).isEqualTo(200);

      HttpResponse<String> taken = publish(server.port(), "order");
      assertThat(taken.statusCode()).isEqualTo(202);
      assertThat(taken.body()).isEqualTo("{\"events\":1,\"deliveries\":1}");
      assertThat(publish(server.port(), "return").body())
          .isEqualTo("{\"events\":1,\"deliveries\":0}");
      awaitLog(client, "got order {'n': 1}");
    }
    try (LiveServer server = new LiveServer(folder)) {
      assertThat(publish(server.port(), "order").statusCode()).isEqualTo(202);
      JsonStats stats = JsonStats.of(server);
      assertThat(stats.enqueued()).isEqualTo(1);
      assertThat(stats.acked()).isEqualTo(1);
    }
  }

  private record JsonStats(int enqueued, int acked) {
    static JsonStats of(LiveServer server) {
      var stats = json(server.client().get("/v1/async/stats").body());
      return new JsonStats(stats.get("enqueued").asInt(), stats.get("acked").asInt());
    }
  }

  @Test
  void aFunctionRunsEachSecond() {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("f", TELLS);
      String each =
          "{\"function\":\"f\",\"source\":{\"kind\":\"cron\",\"schedule\":\"rate(1 second)\"}}";
      assertThat(put(client, "each", each).statusCode()).isEqualTo(200);
      awaitLog(client, "got dev.perigee.cron");
      assertThat(client.send("POST", "/v1/triggers/each/pause", BodyPublishers.noBody()).body())
          .contains("\"paused\":true");
      assertThat(client.get("/v1/triggers").body()).contains("\"name\":\"each\"");
      assertThat(client.as("other").get("/v1/triggers/each").statusCode()).isEqualTo(404);
      assertThat(client.delete("/v1/triggers/each").statusCode()).isEqualTo(204);
      assertThat(client.get("/v1/triggers/each").statusCode()).isEqualTo(404);
    }
  }

  private static void awaitLog(LiveClient client, String text) {
    LiveClient.await(
        "the function to tell " + text,
        () -> client.get("/v1/functions/f/logs").body(),
        log -> log.contains(text));
  }

  private static HttpResponse<String> put(LiveClient client, String name, String trigger) {
    return client.send("PUT", "/v1/triggers/" + name, BodyPublishers.ofString(trigger));
  }

  private static HttpResponse<String> publish(int port, String type) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/events"))
              .header("ce-specversion", "1.0")
              .header("ce-id", "1")
              .header("ce-source", "/shop")
              .header("ce-type", type)
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString("{\"n\":1}"))
              .build(),
          BodyHandlers.ofString());
    }
  }
}
