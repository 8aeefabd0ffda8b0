package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.await;
import static dev.perigee.cli.live.LiveClient.header;
import static dev.perigee.cli.live.LiveClient.json;
import static dev.perigee.cli.live.LiveClient.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.math.BigDecimal;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Caps and the kill switch of a live platform.
class SafeguardsLiveTest {
  private static final Code ECHO =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");
  private static final Code SLEEP =
      Code.of(
          "app.handle",
          "import time\ndef handle(event, context):\n    time.sleep(event)\n    return event\n");

  @TempDir Path folder;

  @BeforeEach
  void needsPython() {
    var _ = Needs.python();
  }

  private LiveServer server() {
    return new LiveServer(folder);
  }

  private static HttpResponse<String> cap(LiveClient client, String subject, String body) {
    return client.send("PUT", "/v1/caps/" + subject, BodyPublishers.ofString(body));
  }

  private static JsonNode capOf(LiveClient client, String subject) {
    HttpResponse<String> reply = client.get("/v1/caps/" + subject);
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return json(reply.body());
  }

  private static List<Integer> statuses(LiveClient client, String function, int calls) {
    List<Integer> statuses = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      statuses.add(client.invoke(function, "{}").statusCode());
    }
    return statuses;
  }

  @Test
  void refusesWhatGoesBeyondACapAndChargesNothingForIt() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      assertThat(
              cap(client, "function/echo", "{\"invocations\": 5, \"windowS\": 3600}").statusCode())
          .isEqualTo(200);

      assertThat(statuses(client, "echo", 5)).containsOnly(200);
      HttpResponse<String> refused = client.invoke("echo", "{}");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
      assertThat(json(refused.body()).get("Reason").asText()).isEqualTo("CapExhausted:invocations");
      JsonNode entry = client.entry(refused);
      assertThat(entry.get("outcome").asText()).isEqualTo("throttled");
      assertThat(entry.get("costUsd").asDouble()).isZero();
      JsonNode cap = capOf(client, "function/echo");
      assertThat(cap.get("used").get("invocations").asInt()).isEqualTo(5);
      assertThat(cap.get("reserved").get("invocations").asInt()).isZero();
      assertThat(cap.get("state").asText()).isEqualTo("suspended");
    }
  }

  @Test
  void remembersAfterARestartWhatWasUsed() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      var _ = cap(client, "function/echo", "{\"invocations\": 4, \"windowS\": 3600}");
      assertThat(statuses(client, "echo", 3)).containsOnly(200);
      var _ = await("entries", () -> client.ledger("").get("entries").size(), size -> size == 3);
    }
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      var _ = await("ready", client::isReady, ready -> ready);

      assertThat(capOf(client, "function/echo").get("used").get("invocations").asInt())
          .isEqualTo(3);
      assertThat(statuses(client, "echo", 2)).containsExactly(200, 429);
    }
  }

  @Test
  void makesRoomAgainWhenTheWindowHasPassedAndWhenTheCapIsLifted() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      var _ = cap(client, "function/echo", "{\"invocations\": 1, \"windowS\": 2}");
      assertThat(statuses(client, "echo", 1)).containsOnly(200);
      assertThat(client.invoke("echo", "{}").statusCode()).isEqualTo(429);

      var _ =
          await("room", () -> client.invoke("echo", "{}").statusCode(), status -> status == 200);
      assertThat(client.delete("/v1/caps/function/echo").statusCode()).isEqualTo(204);
      assertThat(statuses(client, "echo", 5)).containsOnly(200);
      assertThat(client.get("/v1/caps/function/echo").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void letsThrottledCallsWaitForTheirTurn() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("sleep", SLEEP);
      var _ = cap(client, "function/sleep", "{\"invocations\": 10}");
      for (int i = 0; i < 8; i++) {
        assertThat(client.invoke("sleep", "0").statusCode()).isEqualTo(200);
      }
      assertThat(capOf(client, "function/sleep").get("state").asText()).isEqualTo("throttled");
      long fromNs = System.nanoTime();

      List<CompletableFuture<HttpResponse<String>>> calls =
          List.of(client.begin("sleep", "0.3"), client.begin("sleep", "0.3"));

      assertThat(calls).allMatch(call -> call.join().statusCode() == 200);
      assertThat(System.nanoTime() - fromNs).isGreaterThan(600_000_000L);
    }
  }

  @Test
  void countsEnergyAsTheLedgerHasSettledIt() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      var _ = cap(client, "function/echo", "{\"energyJ\": 1000, \"windowS\": 3600}");
      assertThat(statuses(client, "echo", 3)).containsOnly(200);

      var _ =
          await(
              "settlement",
              () -> capOf(client, "function/echo"),
              cap -> cap.get("reserved").get("energyJ").asDouble() == 0);

      BigDecimal settledJ = BigDecimal.ZERO;
      for (JsonNode entry : client.ledger("").get("entries")) {
        assertThat(entry.get("state").asText()).isEqualTo("settled");
        settledJ = settledJ.add(new BigDecimal(entry.get("energyJ").asText()));
      }
      JsonNode used = capOf(client, "function/echo").get("used");
      assertThat(new BigDecimal(used.get("energyJ").asText())).isEqualByComparingTo(settledJ);
    }
  }

  @Test
  void capsATenantOverAllItsFunctions() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("one", ECHO);
      client.deploy("two", ECHO);
      LiveClient other = client.as("other");
      other.deploy("one", ECHO);
      var _ = cap(client, "tenant/default", "{\"invocations\": 2}");

      assertThat(statuses(client, "one", 1)).containsOnly(200);
      assertThat(statuses(client, "two", 2)).containsExactly(200, 429);
      assertThat(statuses(other, "one", 3)).containsOnly(200);
      assertThat(other.get("/v1/caps/tenant/default").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void capsMoneyByWhatCallsReallyCost() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      double usd = 3e-6;
      var _ = cap(client, "function/echo", "{\"costUsd\": " + usd + "}");

      List<Integer> statuses = statuses(client, "echo", 40);

      assertThat(statuses).contains(200, 429).doesNotContain(500, 503);
      JsonNode cap = capOf(client, "function/echo");
      assertThat(cap.get("used").get("costUsd").asDouble()).isBetween(usd / 2, usd * 1.01);
    }
  }

  @Test
  void saysAllThatIsWrongWithACap() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);

      HttpResponse<String> bad =
          cap(client, "function/echo", "{\"invocations\": -1, \"windowS\": 0, \"joules\": 1}");

      assertThat(bad.statusCode()).isEqualTo(400);
      assertThat(bad.body()).contains("invocations", "windowS", "joules");
      assertThat(cap(client, "function/none", "{\"invocations\": 1}").statusCode()).isEqualTo(404);
      assertThat(cap(client, "planet/echo", "{\"invocations\": 1}").statusCode()).isEqualTo(400);
      assertThat(cap(client, "function/echo", "{}").statusCode()).isEqualTo(400);
    }
  }

  @Test
  void cutsOffWhatRunsOfAKilledFunctionAndRefusesWhatComes() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("sleep", SLEEP);
      assertThat(client.invoke("sleep", "0").statusCode()).isEqualTo(200);
      CompletableFuture<HttpResponse<String>> running = client.begin("sleep", "8");
      var _ =
          await(
              "a busy worker",
              () -> client.get("/v1/nodes").body(),
              nodes -> nodes.contains("\"busy\":1"));
      long fromNs = System.nanoTime();

      HttpResponse<String> killed =
          client.send("POST", "/v1/kill/function/sleep", BodyPublishers.noBody());

      assertThat(killed.statusCode()).isEqualTo(204);
      assertThat(running.join().body()).contains("Runtime.ExitError");
      assertThat(System.nanoTime() - fromNs).isLessThan(5_000_000_000L);
      HttpResponse<String> refused = client.invoke("sleep", "0");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(json(refused.body()).get("Reason").asText()).isEqualTo("Killed");
      assertThat(client.delete("/v1/kill/function/sleep").statusCode()).isEqualTo(204);
      assertThat(client.invoke("sleep", "0").statusCode()).isEqualTo(200);
      assertThat(client.get("/v1/caps/trips").body()).contains("killed", "revived");
      assertThat(requestId(refused)).isNotEmpty();
    }
  }

  @Test
  void aNewRevisionHasATenthOfItsTenantsCapAndOlderVersionsGoOn() {
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      var _ = client.send("POST", "/v1/functions/echo/versions", BodyPublishers.ofString("{}"));
      var _ =
          client.send(
              "PUT",
              "/v1/functions/echo/aliases/live",
              BodyPublishers.ofString("{\"version\": \"1\"}"));
      var _ = cap(client, "tenant/default", "{\"invocations\": 100, \"windowS\": 3600}");
      client.deploy("echo", ECHO);

      assertThat(capOf(client, "revision/echo").get("invocations").asInt()).isEqualTo(10);
      assertThat(statuses(client, "echo", 10)).containsOnly(200);
      HttpResponse<String> refused = client.invoke("echo", "{}");
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("revision/echo");
      String older = "/2015-03-31/functions/echo/invocations?Qualifier=live";
      assertThat(client.send("POST", older, BodyPublishers.ofString("{}")).statusCode())
          .isEqualTo(200);
      assertThat(cap(client, "revision/echo", "{\"invocations\": 50}").statusCode()).isEqualTo(400);
      JsonNode trip = json(client.get("/v1/caps/trips").body()).path("trips").get(0);
      assertThat(trip.toString()).contains("\"revision\"", "\"suspended\"");
      assertThat(trip.get("amount").asText()).isEqualTo("invocations");
      assertThat(trip.get("limit").asInt()).isEqualTo(10);
    }
    try (LiveServer server = server()) {
      LiveClient client = server.client();
      await(
          "the ledger",
          () -> capOf(client, "revision/echo").at("/used/invocations").asInt(),
          used -> used == 10);
      assertThat(client.invoke("echo", "{}").statusCode()).isEqualTo(429);
      assertThat(client.delete("/v1/caps/revision/echo").statusCode()).isEqualTo(204);
      assertThat(client.invoke("echo", "{}").statusCode()).isEqualTo(200);
      assertThat(client.get("/v1/caps/trips").body()).contains("\"released\"");
      assertThat(client.get("/v1/caps/revision/echo").statusCode()).isEqualTo(404);
    }
  }
}
