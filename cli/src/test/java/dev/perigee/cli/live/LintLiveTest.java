package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;

/// Cycles are refused, and what will go wrong is said.
class LintLiveTest {
  private static final String ON_NEWS =
      "{\"function\":\"second\",\"source\":{\"kind\":\"topic\",\"name\":\"news\"}}";
  private static final String ON_PHOTOS =
      "{\"function\":\"first\",\"source\":{\"kind\":\"bucket\",\"name\":\"photos\"}}";

  @TempDir Path folder;

  @BeforeEach
  void needsPython() {
    var _ = Needs.python();
  }

  private static Code writing(String statement) {
    return Code.of(
        "app.handle", "import perigee\ndef handle(event, context):\n    " + statement + "\n");
  }

  private static HttpResponse<String> put(LiveClient client, String path, String body) {
    return client.send("PUT", path, BodyPublishers.ofString(body));
  }

  @Test
  void aCycleOverTwoFunctionsIsRefusedUnlessItIsMeant() {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      Code back = writing("perigee.bucket('photos').put('a', 'x')");
      client.deploy("first", writing("perigee.topic('news').publish(1)"));
      client.deploy("second", writing("return perigee.bucket('photos').get('a')"));
      assertThat(put(client, "/v1/triggers/news", ON_NEWS).statusCode()).isEqualTo(200);
      assertThat(put(client, "/v1/triggers/photos", ON_PHOTOS).statusCode()).isEqualTo(200);

      HttpResponse<String> refused = client.tryDeploy("second", back, Map.of());
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body())
          .contains(
              "function 'second' -> bucket 'photos' -> function 'first' -> topic 'news' -> function"
                  + " 'second'");
      assertThat(client.get("/v1/functions/second").body()).contains("\"version\":1");

      HttpResponse<String> meant = put(client, "/v1/functions/second?allowCycle=true", body(back));
      assertThat(meant.statusCode()).isEqualTo(200);
      assertThat(meant.body()).contains("\"warnings\":[{\"code\":\"trigger-loop\"");
      assertThat(client.tryDeploy("second", back, Map.of()).statusCode()).isEqualTo(200);
      assertThat(found(client, "")).containsOnlyOnce("trigger-loop");
    }
  }

  @Test
  void aTriggerThatWouldCloseACycleIsRefused() {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("first", writing("perigee.bucket('photos').put('a', 'x')"));
      HttpResponse<String> refused = put(client, "/v1/triggers/photos", ON_PHOTOS);
      assertThat(refused.statusCode()).isEqualTo(409);
      assertThat(refused.body())
          .contains("function 'first' -> bucket 'photos' -> function 'first'");
      assertThat(client.get("/v1/triggers/photos").statusCode()).isEqualTo(404);
      assertThat(put(client, "/v1/triggers/photos?allowCycle=true", ON_PHOTOS).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void saysWhatIsWrongWithAQueueThatRunsAFunction() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      LiveClient client = server.client();
      client.deploy("f", writing("return 1").timeoutMs(20_000));
      var _ = put(client, "/v1/queues/tasks", "");
      var _ =
          aws.createEventSourceMapping(request ->
              request.functionName("f").eventSourceArn("arn:aws:sqs:us-east-1:000000000000:tasks"));
      var _ = put(client, "/v1/queues/tasks", "{\"leaseS\":5}");
      var _ = put(client, "/v1/queues/lonely", "");
      assertThat(found(client, "?function=f"))
          .contains("lease-shorter-than-timeout", "no-dead-letters", "no-cap")
          .doesNotContain("lonely");
      assertThat(found(client, "")).contains("unused-resource", "queue 'lonely'");
      assertThat(client.get("/v1/lint?function=none").statusCode()).isEqualTo(404);

      Code back = writing("perigee.queue('tasks').send(1)");
      assertThat(client.tryDeploy("f", back, Map.of()).statusCode()).isEqualTo(409);
      assertThat(put(client, "/v1/functions/f?allowCycle=true", body(back)).statusCode())
          .isEqualTo(200);
      assertThat(found(client, "?function=f"))
          .contains("function 'f' -> queue 'tasks' -> function 'f'");
    }
  }

  private static String found(LiveClient client, String query) {
    JsonNode answer = LiveClient.json(client.get("/v1/lint" + query).body());
    assertThat(answer.path("errors").isInt()).isTrue();
    return answer.path("findings").toString();
  }

  private static String body(Code code) {
    return new String(
        Json.bytes(
            new DeployRequest(
                "python3",
                code.handler(),
                OptionalInt.empty(),
                OptionalLong.of(code.timeoutMs()),
                "",
                code.concurrency(),
                Map.of(),
                LiveClient.zip("app.py", code.source().getBytes(StandardCharsets.UTF_8)))),
        StandardCharsets.UTF_8);
  }
}
