package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.testing.Needs;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasRoutingConfiguration;
import software.amazon.awssdk.services.lambda.model.GetProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyConfigNotFoundException;
import software.amazon.awssdk.services.lambda.model.ProvisionedConcurrencyStatusEnum;
import software.amazon.awssdk.services.lambda.model.PutProvisionedConcurrencyConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Workers that are there ahead of calls.
class ProvisionedLiveTest {
  /// Says how it was started and how often its worker was called; dies after its answer if it is
  /// asked to.
  private static final String SOURCE =
      """
      import os, threading, time
      print("started")
      calls = 0
      def handler(event, context):
          global calls
          calls += 1
          if event.get("die"):
              threading.Thread(target=lambda: (time.sleep(0.02), os._exit(3))).start()
          return os.environ["AWS_LAMBDA_INITIALIZATION_TYPE"] + " " + str(calls)
      """;

  @TempDir static Path data;

  private static LiveServer server;
  private static LambdaClient aws;
  private static AwsFunctions functions;

  @BeforeAll
  static void start() {
    server = new LiveServer(data);
    aws = AwsClientLiveTest.client(server.port(), "secret");
    functions = new AwsFunctions(aws);
  }

  @AfterAll
  static void stop() {
    aws.close();
    server.close();
  }

  private static void publish(String name, String source) {
    var _ = functions.create(name, source);
    var _ = aws.publishVersion(request -> request.functionName(name));
  }

  private static PutProvisionedConcurrencyConfigResponse put(
      String name, String qualifier, int count) {
    return aws.putProvisionedConcurrencyConfig(request ->
        request.functionName(name).qualifier(qualifier).provisionedConcurrentExecutions(count));
  }

  private static GetProvisionedConcurrencyConfigResponse get(String name, String qualifier) {
    return aws.getProvisionedConcurrencyConfig(
        request -> request.functionName(name).qualifier(qualifier));
  }

  private static GetProvisionedConcurrencyConfigResponse await(
      String name, String qualifier, ProvisionedConcurrencyStatusEnum status) {
    return LiveClient.await(
        name + " " + status, () -> get(name, qualifier), state -> state.status() == status);
  }

  private static HttpResponse<String> call(String name, String payload) {
    return server.client().invoke(name, "1", payload);
  }

  private static String coldStart(HttpResponse<String> answer) {
    return answer.headers().firstValue("Perigee-Cold-Start").orElse("");
  }

  @Test
  void theFirstCallHasNoColdStartAndAWorkerThatDiesIsReplaced() {
    var _ = Needs.python();
    publish("warm", SOURCE);
    PutProvisionedConcurrencyConfigResponse put = put("warm", "1", 1);
    assertThat(put.requestedProvisionedConcurrentExecutions()).isEqualTo(1);
    assertThat(put.lastModified()).contains("+0000");
    GetProvisionedConcurrencyConfigResponse ready =
        await("warm", "1", ProvisionedConcurrencyStatusEnum.READY);
    assertThat(ready.availableProvisionedConcurrentExecutions()).isEqualTo(1);
    assertThat(ready.allocatedProvisionedConcurrentExecutions()).isEqualTo(1);

    HttpResponse<String> first = call("warm", "{}");
    assertThat(first.body()).isEqualTo("\"provisioned-concurrency 1\"");
    assertThat(coldStart(first)).isEqualTo("false");
    JsonNode entry =
        LiveClient.await(
            "entry",
            () -> server.client().ledger("?function=warm").path("entries").path(0),
            each -> !each.isMissingNode());
    assertThat(entry.path("coldStart").asBoolean()).isFalse();

    assertThat(call("warm", "{\"die\": true}").body()).isEqualTo("\"provisioned-concurrency 2\"");
    var _ =
        LiveClient.await(
            "second start",
            () -> server.client().get("/v1/functions/warm/logs").body(),
            log -> log.split("started", -1).length > 2);
    var _ = await("warm", "1", ProvisionedConcurrencyStatusEnum.READY);
    HttpResponse<String> next = call("warm", "{}");
    assertThat(next.body()).isEqualTo("\"provisioned-concurrency 1\"");
    assertThat(coldStart(next)).isEqualTo("false");
  }

  @Test
  void theyFollowTheAliasAndAreSharedOutByItsWeights() {
    var _ = Needs.python();
    publish("routed", SOURCE);
    var _ = aws.createAlias(r -> r.functionName("routed").name("prod").functionVersion("1"));
    var _ = put("routed", "prod", 2);
    var _ = await("routed", "prod", ProvisionedConcurrencyStatusEnum.READY);
    var _ =
        aws.updateFunctionCode(
            r -> r.functionName("routed").zipFile(AwsFunctions.zip(SOURCE + "# 2")));
    var _ = aws.publishVersion(request -> request.functionName("routed"));
    var _ =
        aws.updateAlias(r ->
            r.functionName("routed")
                .name("prod")
                .routingConfig(
                    AliasRoutingConfiguration.builder()
                        .additionalVersionWeights(Map.of("2", 0.5))
                        .build()));
    var _ = await("routed", "prod", ProvisionedConcurrencyStatusEnum.READY);
    assertThat(coldStart(server.client().invoke("routed", "2", "{}"))).isEqualTo("false");
    assertThat(coldStart(call("routed", "{}"))).isEqualTo("false");
    var _ = aws.deleteAlias(r -> r.functionName("routed").name("prod"));
    assertThat(
            aws.listProvisionedConcurrencyConfigs(r -> r.functionName("routed"))
                .provisionedConcurrencyConfigs())
        .isEmpty();
  }

  @Test
  void theyAreThereAgainAfterARestart(@TempDir Path other) {
    var _ = Needs.python();
    try (LiveServer before = new LiveServer(other);
        LambdaClient client = AwsClientLiveTest.client(before.port(), "secret")) {
      var _ = new AwsFunctions(client).create("again", SOURCE);
      var _ = client.publishVersion(request -> request.functionName("again"));
      var _ =
          client.putProvisionedConcurrencyConfig(
              r -> r.functionName("again").qualifier("1").provisionedConcurrentExecutions(1));
    }
    try (LiveServer after = new LiveServer(other)) {
      String path = "/v1/functions/again/provisioned/1";
      JsonNode ready =
          LiveClient.await(
              "ready",
              () -> LiveClient.json(after.client().get(path).body()),
              state -> state.path("status").asText().equals("ready"));
      assertThat(ready.path("readyCount").asInt()).isEqualTo(1);
      assertThat(coldStart(after.client().invoke("again", "1", "{}"))).isEqualTo("false");
    }
  }

  @Test
  void whatAwsRefusesIsRefused() {
    var _ = Needs.python();
    publish("ruled", SOURCE);
    assertThatThrownBy(() -> put("ruled", "$LATEST", 1))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("cannot be applied to unpublished function versions");
    assertThatThrownBy(() -> put("ruled", "9", 1)).isInstanceOf(ResourceNotFoundException.class);
    assertThatThrownBy(() -> put("ruled", "absent", 1))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("Cannot find alias arn");
    assertThatThrownBy(() -> put("ruled", "1", 0))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("greater than or equal to 1");
    assertThatThrownBy(() -> get("ruled", "1"))
        .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class)
        .hasMessageContaining("No Provisioned Concurrency Config found for this function");
    assertThatThrownBy(() -> put("ruled", "1", 1001))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("unreserved concurrency [1000]");
    var _ =
        aws.putFunctionConcurrency(r -> r.functionName("ruled").reservedConcurrentExecutions(2));
    assertThatThrownBy(() -> put("ruled", "1", 3))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("should not be greater than the reservedConcurrentExecution");
    var _ = put("ruled", "1", 2);
    assertThatThrownBy(() ->
            aws.putFunctionConcurrency(
                r -> r.functionName("ruled").reservedConcurrentExecutions(1)))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("total provisioned concurrency [2]");
    var _ = aws.createAlias(r -> r.functionName("ruled").name("prod").functionVersion("1"));
    assertThatThrownBy(() -> put("ruled", "prod", 1))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("already Provisioned version");
    assertThat(
            aws.listProvisionedConcurrencyConfigs(r -> r.functionName("ruled"))
                .provisionedConcurrencyConfigs())
        .singleElement()
        .satisfies(each -> assertThat(each.functionArn()).endsWith(":function:ruled:1"));
    var _ = aws.deleteProvisionedConcurrencyConfig(r -> r.functionName("ruled").qualifier("1"));
    assertThatThrownBy(() -> get("ruled", "1"))
        .isInstanceOf(ProvisionedConcurrencyConfigNotFoundException.class);
  }

  @Test
  void aFunctionThatCannotStartFailsWithItsReason() {
    var _ = Needs.python();
    publish("broken", "import no_such_module\n");
    var _ = put("broken", "1", 1);
    assertThat(await("broken", "1", ProvisionedConcurrencyStatusEnum.FAILED).statusReason())
        .isEqualTo("FUNCTION_ERROR_INIT_FAILURE");
  }
}
