package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Estimates come from the ledger where it knows the function.
class EstimateLiveTest {
  @TempDir Path folder;

  @Test
  void knowsAFunctionByItsOwnCallsAndOthersByAModel() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("f", Code.of("app.handle", "def handle(event, context):\n    return 1\n"));
      JsonNode before = estimate(client, "{\"function\":\"f\",\"ratePerS\":2}");
      assertThat(before.path("source").asText()).isEqualTo("model");
      assertThat(before.path("known").asBoolean()).isTrue();
      assertThat(before.at("/perInvocation/energyJ/low").asDouble())
          .isPositive()
          .isLessThan(before.at("/perInvocation/energyJ/mean").asDouble());
      assertThat(before.at("/perDay/invocations/mean").asDouble()).isEqualTo(172_800);

      for (int i = 0; i < 12; i++) {
        assertThat(client.invoke("f", "{}").statusCode()).isEqualTo(200);
      }
      var _ =
          client.send(
              "PUT",
              "/v1/caps/function/f",
              BodyPublishers.ofString("{\"invocations\":1000,\"windowS\":3600}"));
      JsonNode after =
          LiveClient.await(
              "entries",
              () -> estimate(client, "{\"function\":\"f\",\"ratePerS\":1}"),
              each -> each.path("seen").asInt() == 12);
      assertThat(after.path("source").asText()).isEqualTo("ledger");
      assertThat(after.at("/caps/0/amount").asText()).isEqualTo("invocations");
      assertThat(after.at("/caps/0/expectedFraction").asDouble()).isEqualTo(3.6);
      assertThat(after.at("/caps/0/exhaustedAfterS").asDouble()).isBetween(980.0, 1_000.0);
      double spent = after.at("/perInvocation/costUsd/mean").asDouble();
      String given = "{\"function\":\"f\",\"durationMs\":" + after.at("/durationMs/mean") + "}";
      JsonNode modelled = estimate(client, given);
      assertThat(modelled.path("source").asText()).isEqualTo("model");
      // Each call is billed by whole milliseconds, and the model sees only the mean of them.
      double modelledUsd = modelled.at("/perInvocation/costUsd/mean").asDouble();
      assertThat(spent).isCloseTo(modelledUsd, withinPercentage(5));
      assertThat(estimate(client, "{\"function\":\"none\"}").path("known").asBoolean()).isFalse();
    }
  }

  private static JsonNode estimate(LiveClient client, String body) {
    HttpResponse<String> reply = client.send("POST", "/v1/estimate", BodyPublishers.ofString(body));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
    return LiveClient.json(reply.body());
  }
}
