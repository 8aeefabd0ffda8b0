package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/// What becomes of invocations that nobody waits for.
class AsyncLiveTest {
  private static final Code ECHO =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");
  private static final Code FAILS =
      Code.of("app.handle", "def handle(event, context):\n    raise ValueError('no')\n");

  @TempDir Path folder;

  @BeforeEach
  void needsPython() {
    var _ = Needs.python();
  }

  private static LambdaClient aws(LiveServer server) {
    return AwsClientLiveTest.client(server.port(), "secret");
  }

  private static String send(LambdaClient aws, String function) {
    return aws.invoke(request ->
            request
                .functionName(function)
                .invocationType(InvocationType.EVENT)
                .payload(SdkBytes.fromUtf8String("{\"a\":1}")))
        .responseMetadata()
        .requestId();
  }

  private static JsonNode event(LiveClient client, String id) {
    return json(client.get("/v1/async/" + id + "?waitS=30").body());
  }

  private static JsonNode stats(LiveClient client) {
    return json(client.get("/v1/async/stats").body());
  }

  @Test
  void tellsTheResultInTheFormOfADestinationAndAgainAfterARestart() {
    String id;
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = aws(server)) {
      server.client().deploy("echo", ECHO);
      id = send(aws, "echo");

      JsonNode event = event(server.client(), id);

      assertThat(event.get("state").asText()).isEqualTo("acked");
      assertThat(event.get("attempts").asInt()).isEqualTo(1);
      JsonNode result = event.get("result");
      assertThat(result.get("requestContext").get("requestId").asText()).isEqualTo(id);
      assertThat(result.get("requestContext").get("condition").asText()).isEqualTo("Success");
      assertThat(result.get("requestPayload").get("a").asInt()).isEqualTo(1);
      assertThat(result.get("responseContext").get("statusCode").asInt()).isEqualTo(200);
      assertThat(result.get("responsePayload").get("a").asInt()).isEqualTo(1);
      assertThat(server.client().get("/v1/async/none").statusCode()).isEqualTo(404);
      assertThat(server.client().as("other").get("/v1/async/" + id).statusCode()).isEqualTo(404);
    }
    try (LiveServer server = new LiveServer(folder)) {
      assertThat(event(server.client(), id).get("state").asText()).isEqualTo("acked");
      assertThat(stats(server.client()).get("acked").asInt()).isEqualTo(1);
    }
  }

  @Test
  void aFunctionThatFailsThreeTimesMakesADeadEventThatCanBeRedriven() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = aws(server)) {
      LiveClient client = server.client();
      client.deploy("f", FAILS);
      String id = send(aws, "f");

      JsonNode dead = event(client, id);

      assertThat(dead.get("state").asText()).isEqualTo("dead");
      assertThat(dead.get("attempts").asInt()).isEqualTo(3);
      JsonNode result = dead.get("result");
      assertThat(result.get("requestContext").get("condition").asText())
          .isEqualTo("RetriesExhausted");
      assertThat(result.get("requestContext").get("approximateInvokeCount").asInt()).isEqualTo(3);
      assertThat(result.get("responseContext").get("functionError").asText())
          .isEqualTo("Unhandled");
      assertThat(result.get("responsePayload").get("errorType").asText()).isEqualTo("ValueError");
      assertThat(client.get("/v1/async?state=dead&function=f").body()).contains(id);

      client.deploy("f", ECHO);
      String redriven =
          client
              .send("POST", "/v1/async/redrive?state=dead&function=f", BodyPublishers.noBody())
              .body();

      assertThat(redriven).isEqualTo("{\"redriven\":1}");
      assertThat(event(client, id).get("state").asText()).isEqualTo("acked");
      JsonNode stats = stats(client);
      assertThat(stats.get("enqueued").asInt()).isEqualTo(2);
      assertThat(stats.get("dead").asInt()).isEqualTo(1);
      assertThat(stats.get("acked").asInt()).isEqualTo(1);
      assertThat(client.get("/metrics").body())
          .contains(
              "\nfaas_async_total{state=\"enqueued\"} 2\n",
              "\nfaas_async_total{state=\"dead\"} 1\n",
              "\nfaas_async_unaccounted 0\n");
    }
  }

  @Test
  void sendsResultsToTheFunctionThatTheyAreMeantFor() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = aws(server)) {
      LiveClient client = server.client();
      client.deploy("f", ECHO);
      client.deploy(
          "listener",
          Code.of("app.handle", "def handle(event, context):\n    print('heard', event)\n"));
      String listener =
          aws.getFunction(request -> request.functionName("listener"))
              .configuration()
              .functionArn();
      var _ =
          aws.putFunctionEventInvokeConfig(request ->
              request
                  .functionName("f")
                  .destinationConfig(config -> config.onSuccess(to -> to.destination(listener))));

      var _ = event(client, send(aws, "f"));

      LiveClient.await(
          "the listener to hear",
          () -> client.get("/v1/functions/listener/logs").body(),
          log -> log.contains("heard") && log.contains("Success"));
    }
  }
}
