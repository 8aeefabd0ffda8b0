package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.testing.Needs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionVersion;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;

/// Lists, and settings that are refused, as the AWS SDK for Java sees them.
class AwsPagesLiveTest {
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

  @Test
  void allVersionsAreListedPageByPage() {
    var _ = Needs.python();
    functions.create("paged", AwsFunctions.returns("0"));
    for (int i = 1; i <= 3; i++) {
      SdkBytes code = AwsFunctions.zip(AwsFunctions.returns(Integer.toString(i)));
      aws.updateFunctionCode(request -> request.functionName("paged").zipFile(code).publish(true));
    }
    functions.create("paged2", AwsFunctions.returns("0"));

    List<String> listed =
        aws
            .listFunctionsPaginator(
                request -> request.functionVersion(FunctionVersion.ALL).maxItems(2))
            .functions()
            .stream()
            .map(FunctionConfiguration::functionArn)
            .map(arn -> arn.substring(arn.indexOf("function:") + "function:".length()))
            .filter(name -> name.startsWith("paged"))
            .toList();

    assertThat(listed)
        .containsExactly("paged:$LATEST", "paged:1", "paged:2", "paged:3", "paged2:$LATEST");
  }

  @Test
  void aliasesAreListedByTheVersionsThatTheySendCallsTo() {
    var _ = Needs.python();
    functions.create("named", AwsFunctions.returns("0"));
    aws.publishVersion(request -> request.functionName("named"));
    aws.updateFunctionCode(request ->
        request
            .functionName("named")
            .zipFile(AwsFunctions.zip(AwsFunctions.returns("1")))
            .publish(true));
    for (String name : List.of("a", "b", "c")) {
      String version = name.equals("b") ? "2" : "1";
      aws.createAlias(request -> request.functionName("named").name(name).functionVersion(version));
    }
    aws.updateAlias(request ->
        request
            .functionName("named")
            .name("b")
            .routingConfig(routing -> routing.additionalVersionWeights(Map.of("1", 0.5))));
    aws.updateAlias(request -> request.functionName("named").name("c").functionVersion("2"));

    assertThat(aliasesOf("named", "1")).containsExactly("a", "b");
    assertThat(aliasesOf("named", "2")).containsExactly("b", "c");
    assertThatThrownBy(
            () -> aws.deleteFunction(request -> request.functionName("named").qualifier("2")))
        .isInstanceOf(ResourceConflictException.class);
  }

  private static List<String> aliasesOf(String function, String version) {
    return aws
        .listAliasesPaginator(
            request -> request.functionName(function).functionVersion(version).maxItems(1))
        .aliases()
        .stream()
        .map(AliasConfiguration::name)
        .toList();
  }

  @Test
  void whatWouldBeLostIsRefused() {
    var _ = Needs.python();
    functions.create("sure", AwsFunctions.returns("0"));

    assertThatThrownBy(() ->
            aws.putFunctionEventInvokeConfig(request ->
                request
                    .functionName("sure")
                    .destinationConfig(to ->
                        to.onFailure(failure ->
                            failure.destination("arn:aws:sqs:us-east-1:000000000000:q")))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("results of events are sent to functions only");
    assertThatThrownBy(() ->
            aws.updateFunctionConfiguration(request ->
                request
                    .functionName("sure")
                    .deadLetterConfig(to -> to.targetArn("arn:aws:sqs:us-east-1:000000000000:q"))))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("DeadLetterConfig is not supported here");
    aws.putFunctionEventInvokeConfig(request ->
        request.functionName("sure").maximumRetryAttempts(0).destinationConfig(to -> {}));
    assertThat(functions.call("sure")).isEqualTo("\"0\"");
  }
}
