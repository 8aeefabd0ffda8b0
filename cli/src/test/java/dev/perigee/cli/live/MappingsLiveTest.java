package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.CreateEventSourceMappingResponse;
import software.amazon.awssdk.services.lambda.model.Filter;
import software.amazon.awssdk.services.lambda.model.FilterCriteria;
import software.amazon.awssdk.services.lambda.model.FunctionResponseType;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Queues whose messages run functions, by the AWS SDK.
class MappingsLiveTest {
  private static final String QUEUE = "arn:aws:sqs:us-east-1:000000000000:tasks";
  private static final Code WORKER =
      Code.of(
              "app.handle",
              """
              def handle(event, context):
                  records = event["Records"]
                  print("batch", [r["body"] for r in records], records[0]["eventSource"], records[0]["eventSourceARN"])
                  bad = [r["messageId"] for r in records if r["body"] == "bad"]
                  return {"batchItemFailures": [{"itemIdentifier": each} for each in bad]}
              """)
          .timeoutMs(1_000);

  @TempDir Path folder;

  @BeforeEach
  void needsPython() {
    var _ = Needs.python();
  }

  private static void put(LiveClient client, String path, String body) {
    assertThat(client.send("PUT", path, BodyPublishers.ofString(body)).statusCode()).isEqualTo(200);
  }

  private static void send(LiveClient client, String messages) {
    assertThat(
            client
                .send(
                    "POST",
                    "/v1/queues/tasks/messages",
                    BodyPublishers.ofString("{\"messages\":" + messages + "}"))
                .statusCode())
        .isEqualTo(202);
  }

  private static int count(LiveClient client, String queue) {
    return json(client.get("/v1/queues/" + queue).body()).get("count").asInt();
  }

  @Test
  void messagesRunTheFunctionThoseThatItNamesComeAgainUntilTheyAreDeadLetters() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      LiveClient client = server.client();
      client.deploy("f", WORKER);
      put(client, "/v1/queues/dead", "");
      put(client, "/v1/queues/tasks", "{\"leaseS\":1,\"receivesMax\":2,\"deadLetters\":\"dead\"}");
      CreateEventSourceMappingResponse created =
          aws.createEventSourceMapping(request ->
              request
                  .functionName("f")
                  .eventSourceArn(QUEUE)
                  .batchSize(5)
                  .functionResponseTypes(FunctionResponseType.REPORT_BATCH_ITEM_FAILURES)
                  .scalingConfig(scaling -> scaling.maximumConcurrency(2)));
      assertThat(created.state()).isEqualTo("Creating");
      assertThat(created.batchSize()).isEqualTo(5);
      assertThat(aws.getEventSourceMapping(request -> request.uuid(created.uuid())).state())
          .isEqualTo("Enabled");

      send(client, "[\"good\",\"bad\",{\"n\":1}]");

      LiveClient.await("the bad one to be dead", () -> count(client, "dead"), dead -> dead == 1);
      assertThat(count(client, "tasks")).isZero();
      assertThat(client.get("/v1/functions/f/logs").body())
          .contains("good", "{\\\"n\\\":1}", "aws:sqs", QUEUE);
    }
  }

  @Test
  void aMappingIsReadChangedStoppedListedAndDeleted() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      LiveClient client = server.client();
      client.deploy("f", WORKER);
      put(client, "/v1/queues/tasks", "");
      String id =
          aws.createEventSourceMapping(request ->
                  request
                      .functionName("f")
                      .eventSourceArn(QUEUE)
                      .filterCriteria(
                          FilterCriteria.builder()
                              .filters(
                                  Filter.builder()
                                      .pattern("{\"body\":{\"kind\":[\"order\"]}}")
                                      .build())
                              .build()))
              .uuid();
      send(client, "[{\"kind\":\"order\"},{\"kind\":\"other\"},\"text\"]");
      LiveClient.await("the queue to be empty", () -> count(client, "tasks"), left -> left == 0);
      assertThat(client.get("/v1/functions/f/logs").body())
          .contains("order")
          .doesNotContain("other");

      assertThat(aws.updateEventSourceMapping(request -> request.uuid(id).enabled(false)).state())
          .isEqualTo("Disabling");
      var stopped = aws.getEventSourceMapping(request -> request.uuid(id));
      assertThat(stopped.state()).isEqualTo("Disabled");
      assertThat(stopped.filterCriteria().filters()).hasSize(1);
      assertThat(aws.listEventSourceMappings(request -> request.functionName("f")))
          .satisfies(list -> assertThat(list.eventSourceMappings()).hasSize(1));
      assertThat(aws.deleteEventSourceMapping(request -> request.uuid(id)).state())
          .isEqualTo("Deleting");
      assertThatThrownBy(() -> aws.getEventSourceMapping(request -> request.uuid(id)))
          .isInstanceOf(ResourceNotFoundException.class);
    }
  }

  @Test
  void whatCanNotWorkIsRefused() {
    try (LiveServer server = new LiveServer(folder);
        LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      LiveClient client = server.client();
      client.deploy("f", WORKER.timeoutMs(40_000));
      assertThatThrownBy(() -> create(aws, "f"))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining("NonExistentQueue");
      put(client, "/v1/queues/tasks", "");
      assertThatThrownBy(() -> create(aws, "f"))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining(
              "Queue visibility timeout: 30 seconds is less than Function timeout: 40 seconds");
      assertThatThrownBy(() -> create(aws, "none")).isInstanceOf(ResourceNotFoundException.class);
      put(client, "/v1/queues/tasks", "{\"leaseS\":60}");
      create(aws, "f");
      assertThatThrownBy(() -> create(aws, "f")).isInstanceOf(ResourceConflictException.class);
    }
  }

  private static void create(LambdaClient aws, String function) {
    assertThat(
            aws.createEventSourceMapping(
                    request -> request.functionName(function).eventSourceArn(QUEUE))
                .uuid())
        .isNotEmpty();
  }
}
