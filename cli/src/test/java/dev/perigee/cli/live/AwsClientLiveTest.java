package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.testing.Needs;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.AliasConfiguration;
import software.amazon.awssdk.services.lambda.model.CreateFunctionResponse;
import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.InvocationType;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.LastUpdateStatus;
import software.amazon.awssdk.services.lambda.model.LogType;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.State;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// The AWS SDK for Java, unmodified, against a platform.
class AwsClientLiveTest {
  @TempDir static Path data;

  private static LiveServer server;
  private static LambdaClient aws;
  private static AwsFunctions functions;

  @BeforeAll
  static void start() {
    server = new LiveServer(data);
    aws = client(server.port(), "secret");
    functions = new AwsFunctions(aws);
  }

  @AfterAll
  static void stop() {
    aws.close();
    server.close();
  }

  static LambdaClient client(int port, String secretKey) {
    return LambdaClient.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", secretKey)))
        .build();
  }

  @Test
  void aFunctionIsCreatedReadInvokedListedAndDeleted() {
    var _ = Needs.python();
    CreateFunctionResponse created =
        aws.createFunction(request ->
            request
                .functionName("life")
                .runtime("python3.12")
                .role("arn:aws:iam::000000000000:role/r")
                .handler("app.handler")
                .description("lives for a test")
                .environment(environment -> environment.variables(Map.of("A", "b")))
                .tags(Map.of("team", "space"))
                .code(code -> code.zipFile(AwsFunctions.zip(AwsFunctions.returns("alive")))));
    assertThat(created.functionArn())
        .isEqualTo("arn:aws:lambda:eu-central-1:000000000000:function:life");
    assertThat(created.memorySize()).isEqualTo(128);
    assertThat(created.timeout()).isEqualTo(3);
    assertThat(created.version()).isEqualTo("$LATEST");
    assertThat(created.state()).isEqualTo(State.ACTIVE);
    assertThat(created.lastModified())
        .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+0000");
    assertThat(
            aws.waiter()
                .waitUntilFunctionActiveV2(w -> w.functionName("life"))
                .matched()
                .response())
        .isPresent();
    GetFunctionResponse read = aws.getFunction(request -> request.functionName("life"));
    assertThat(read.configuration().description()).isEqualTo("lives for a test");
    assertThat(read.configuration().environment().variables()).containsEntry("A", "b");
    assertThat(read.configuration().lastUpdateStatus()).isEqualTo(LastUpdateStatus.SUCCESSFUL);
    assertThat(read.configuration().codeSha256()).isEqualTo(created.codeSha256());
    assertThat(read.tags()).containsEntry("team", "space");
    InvokeResponse answer =
        aws.invoke(request -> request.functionName("life").payload(SdkBytes.fromUtf8String("{}")));
    assertThat(answer.payload().asUtf8String()).isEqualTo("\"alive\"");
    assertThat(answer.executedVersion()).isEqualTo("$LATEST");
    assertThat(answer.functionError()).isNull();
    assertThat(aws.listFunctionsPaginator().functions().stream().map(f -> f.functionName()))
        .contains("life");
    aws.deleteFunction(request -> request.functionName("life"));
    assertThatThrownBy(() -> aws.getFunction(request -> request.functionName("life")))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining(
            "Function not found: arn:aws:lambda:eu-central-1:000000000000:function:life");
  }

  @Test
  void everyFormOfANameMeansTheSameFunction() {
    var _ = Needs.python();
    functions.create("forms", AwsFunctions.returns("same"));
    for (String form :
        new String[] {
          "forms",
          "forms:$LATEST",
          "000000000000:function:forms",
          "function:forms",
          "arn:aws:lambda:eu-central-1:000000000000:function:forms",
          "arn:aws:lambda:eu-central-1:000000000000:function:forms:$LATEST"
        }) {
      assertThat(functions.call(form)).as(form).isEqualTo("\"same\"");
    }
  }

  @Test
  void aPublishedVersionStaysWhatItWas() {
    var _ = Needs.python();
    functions.create("kept", AwsFunctions.returns("one"));
    assertThat(aws.publishVersion(request -> request.functionName("kept")).version())
        .isEqualTo("1");
    assertThat(aws.publishVersion(request -> request.functionName("kept")).version())
        .as("nothing has changed")
        .isEqualTo("1");
    var second =
        aws.updateFunctionCode(request ->
            request
                .functionName("kept")
                .zipFile(AwsFunctions.zip(AwsFunctions.returns("two")))
                .publish(true));
    assertThat(second.version()).isEqualTo("2");
    assertThat(functions.call("kept")).isEqualTo("\"two\"");
    assertThat(functions.call("kept", "1")).isEqualTo("\"one\"");
    assertThat(functions.call("kept:2")).isEqualTo("\"two\"");
    InvokeResponse first = aws.invoke(request -> request.functionName("kept").qualifier("1"));
    assertThat(first.executedVersion()).isEqualTo("1");
    assertThat(
            aws
                .listVersionsByFunctionPaginator(
                    request -> request.functionName("kept").maxItems(1))
                .versions()
                .stream()
                .map(FunctionConfiguration::version))
        .containsExactly("$LATEST", "1", "2");
  }

  @Test
  void aFunctionIsToldWhichVersionItIs() {
    var _ = Needs.python();
    functions.create(
        "self",
        """
        def handler(event, context):
            return context.function_version + ' ' + context.invoked_function_arn
        """);
    aws.publishVersion(request -> request.functionName("self"));
    aws.createAlias(request -> request.functionName("self").name("prod").functionVersion("1"));
    String arn = "arn:aws:lambda:eu-central-1:000000000000:function:self";

    assertThat(functions.call("self")).isEqualTo("\"$LATEST " + arn + "\"");
    assertThat(functions.call("self", "1")).isEqualTo("\"1 " + arn + ":1\"");
    assertThat(functions.call("self", "prod")).isEqualTo("\"1 " + arn + ":prod\"");
    assertThat(functions.call(arn + ":prod")).isEqualTo("\"1 " + arn + ":prod\"");
    assertThat(server.client().invoke("self", "{}").body())
        .isEqualTo("\"$LATEST arn:aws:lambda:us-east-1:000000000000:function:self\"");
  }

  @Test
  void aFunctionIsToldWhatTheClientSentAlong() {
    var _ = Needs.python();
    functions.create(
        "sent",
        """
        def handler(event, context):
            return context.client_context and context.client_context.custom
        """);
    String sent = "{\"custom\":\n{\"k\":\"ä\"}}";

    assertThat(sendingAlong("sent", sent)).isEqualTo("{\"k\": \"ä\"}");
    assertThat(functions.call("sent")).isEqualTo("null");
    assertThatThrownBy(() -> sendingAlong("sent", "no JSON"))
        .isInstanceOf(InvalidRequestContentException.class)
        .hasMessageContaining("Client context must be a valid Base64-encoded JSON object.");
    assertThat(functions.call("sent")).isEqualTo("null");
  }

  private static String sendingAlong(String function, String clientContext) {
    String base64 = Base64.getEncoder().encodeToString(clientContext.getBytes(UTF_8));
    return aws.invoke(request -> request.functionName(function).clientContext(base64))
        .payload()
        .asUtf8String();
  }

  @Test
  void theLedgerSaysWhichVersionRan() {
    var _ = Needs.python();
    functions.create("told", AwsFunctions.returns("x"));
    aws.publishVersion(request -> request.functionName("told"));
    InvokeResponse answer = aws.invoke(request -> request.functionName("told").qualifier("1"));
    String id = answer.responseMetadata().requestId();
    LiveClient.await(
        "the entry of " + id,
        () -> server.client().ledger("?function=told").get("entries").toString(),
        entries -> entries.contains(id) && entries.contains("\"version\":\"1\""));
  }

  @Test
  void anAliasSharesItsCallsByWeight() {
    var _ = Needs.python();
    functions.create("shared", AwsFunctions.returns("one"));
    aws.publishVersion(request -> request.functionName("shared"));
    aws.updateFunctionCode(request ->
        request
            .functionName("shared")
            .zipFile(AwsFunctions.zip(AwsFunctions.returns("two")))
            .publish(true));
    aws.createAlias(request ->
        request
            .functionName("shared")
            .name("prod")
            .functionVersion("1")
            .routingConfig(routing -> routing.additionalVersionWeights(Map.of("2", 0.5))));
    Map<String, Long> answers =
        IntStream.range(0, 60)
            .mapToObj(_ -> functions.call("shared", "prod"))
            .collect(Collectors.groupingBy(answer -> answer, Collectors.counting()));
    assertThat(answers).containsOnlyKeys("\"one\"", "\"two\"");
    aws.updateAlias(request ->
        request
            .functionName("shared")
            .name("prod")
            .functionVersion("2")
            .routingConfig(routing -> routing.additionalVersionWeights(Map.of())));
    assertThat(functions.call("shared:prod")).isEqualTo("\"two\"");
    assertThat(
            aws.listAliases(request -> request.functionName("shared")).aliases().stream()
                .map(AliasConfiguration::functionVersion))
        .containsExactly("2");
    aws.deleteAlias(request -> request.functionName("shared").name("prod"));
    assertThatThrownBy(() -> functions.call("shared", "prod"))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void reservedConcurrencyRefusesWhatIsBeyondIt() {
    var _ = Needs.python();
    functions.create("reserved", AwsFunctions.returns("x"));
    aws.putFunctionConcurrency(
        request -> request.functionName("reserved").reservedConcurrentExecutions(0));
    assertThatThrownBy(() -> functions.call("reserved"))
        .isInstanceOf(TooManyRequestsException.class)
        .hasMessageContaining("Rate Exceeded.");
    assertThat(
            aws.getFunctionConcurrency(request -> request.functionName("reserved"))
                .reservedConcurrentExecutions())
        .isZero();
    aws.deleteFunctionConcurrency(request -> request.functionName("reserved"));
    assertThat(functions.call("reserved")).isEqualTo("\"x\"");
  }

  @Test
  void anEventIsTakenAndRunsLater() {
    var _ = Needs.python();
    functions.create("later", AwsFunctions.returns("x"));
    InvokeResponse taken =
        aws.invoke(request -> request.functionName("later").invocationType(InvocationType.EVENT));
    assertThat(taken.statusCode()).isEqualTo(202);
    String id = taken.responseMetadata().requestId();
    LiveClient.await(
        "the entry of " + id,
        () -> server.client().ledger("?function=later").get("entries").toString(),
        entries -> entries.contains(id));
    InvokeResponse dry =
        aws.invoke(request -> request.functionName("later").invocationType(InvocationType.DRY_RUN));
    assertThat(dry.statusCode()).isEqualTo(204);
  }

  @Test
  void theEndOfTheLogComesBackWithTheAnswer() {
    var _ = Needs.python();
    functions.create("talks", "def handler(event, context):\n    print('said so')\n    return 1\n");
    LiveClient.await(
        "the log",
        () -> {
          InvokeResponse answer =
              aws.invoke(request -> request.functionName("talks").logType(LogType.TAIL));
          String log = new String(Base64.getDecoder().decode(answer.logResult()), UTF_8);
          String id = answer.responseMetadata().requestId();
          assertThat(log).startsWith("START RequestId: " + id + " Version: $LATEST\n");
          assertThat(log).contains("END RequestId: " + id + "\nREPORT RequestId: " + id + "\t");
          return log;
        },
        log -> log.contains("\nsaid so\n"));
  }

  @Test
  void errorsAreThoseOfAws() {
    var _ = Needs.python();
    String revisionId = functions.create("strict", AwsFunctions.returns("x")).revisionId();
    assertThatThrownBy(() -> functions.create("strict", AwsFunctions.returns("y")))
        .isInstanceOf(ResourceConflictException.class)
        .hasMessageContaining("Function already exist: strict");
    assertThatThrownBy(() ->
            aws.updateFunctionConfiguration(
                request -> request.functionName("strict").timeout(9).revisionId("other")))
        .isInstanceOf(PreconditionFailedException.class);
    assertThat(
            aws.updateFunctionConfiguration(
                    request -> request.functionName("strict").timeout(9).revisionId(revisionId))
                .timeout())
        .isEqualTo(9);
    assertThatThrownBy(() -> aws.getAlias(r -> r.functionName("strict").name("none")))
        .isInstanceOf(ResourceNotFoundException.class);
  }

  @Test
  void tagsPoliciesAndAddressesComeBack() {
    var _ = Needs.python();
    String arn = functions.create("kept-things", AwsFunctions.returns("x")).functionArn();
    aws.tagResource(request -> request.resource(arn).tags(Map.of("a", "b", "c", "d")));
    aws.untagResource(request -> request.resource(arn).tagKeys("a"));
    assertThat(aws.listTags(request -> request.resource(arn)).tags()).isEqualTo(Map.of("c", "d"));
    aws.addPermission(request ->
        request
            .functionName("kept-things")
            .statementId("s")
            .action("lambda:InvokeFunction")
            .principal("*"));
    assertThat(aws.getPolicy(request -> request.functionName("kept-things")).policy())
        .contains("\"Sid\":\"s\"");
    aws.removePermission(request -> request.functionName("kept-things").statementId("s"));
    String url =
        aws.createFunctionUrlConfig(
                request -> request.functionName("kept-things").authType(FunctionUrlAuthType.NONE))
            .functionUrl();
    assertThat(
            aws.getFunctionUrlConfig(request -> request.functionName("kept-things")).functionUrl())
        .isEqualTo(url);
    assertThat(aws.getAccountSettings().accountUsage().functionCount()).isPositive();
  }

  @Test
  void aFunctionIsCalledByItsAddress() {
    var _ = Needs.python();
    functions.create(
        "site",
        """
        import base64
        def handler(event, context):
            http = event["requestContext"]["http"]
            seen = [http["method"], event["rawPath"], event["rawQueryString"], event.get("body")]
            return {"statusCode": 201, "headers": {"X-Seen": "|".join(map(str, seen))},
                    "cookies": ["a=b"], "isBase64Encoded": True,
                    "body": base64.b64encode(b"raw").decode()}
        """);
    String url =
        aws.createFunctionUrlConfig(
                request -> request.functionName("site").authType(FunctionUrlAuthType.NONE))
            .functionUrl();
    HttpResponse<String> answer =
        server
            .client()
            .send("PUT", URI.create(url).getPath() + "deep/er?q=1", BodyPublishers.ofString("hi"));
    assertThat(answer.statusCode()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("raw");
    assertThat(LiveClient.header(answer, "X-Seen")).isEqualTo("PUT|/deep/er|q=1|hi");
    assertThat(LiveClient.header(answer, "Set-Cookie")).isEqualTo("a=b");
    aws.deleteFunctionUrlConfig(request -> request.functionName("site"));
    assertThat(server.client().get(URI.create(url).getPath()).statusCode()).isEqualTo(404);
  }

  @Test
  void whatWasKeptIsThereAfterARestart(@TempDir Path other) {
    var _ = Needs.python();
    try (LiveServer first = new LiveServer(other);
        LambdaClient client = client(first.port(), "secret")) {
      client.createFunction(request ->
          request
              .functionName("lasting")
              .runtime("python3.12")
              .role("arn:aws:iam::000000000000:role/r")
              .handler("app.handler")
              .description("first")
              .code(code -> code.zipFile(AwsFunctions.zip(AwsFunctions.returns("one")))));
      client.publishVersion(request -> request.functionName("lasting"));
      client.createAlias(
          request -> request.functionName("lasting").name("prod").functionVersion("1"));
      client.updateFunctionCode(request ->
          request.functionName("lasting").zipFile(AwsFunctions.zip(AwsFunctions.returns("two"))));
      client.putFunctionConcurrency(
          request -> request.functionName("lasting").reservedConcurrentExecutions(7));
    }
    try (LiveServer second = new LiveServer(other);
        LambdaClient client = client(second.port(), "secret")) {
      GetFunctionResponse read = client.getFunction(request -> request.functionName("lasting"));
      assertThat(read.configuration().description()).isEqualTo("first");
      assertThat(read.concurrency().reservedConcurrentExecutions()).isEqualTo(7);
      assertThat(
              client
                  .invoke(request -> request.functionName("lasting").qualifier("prod"))
                  .payload()
                  .asUtf8String())
          .isEqualTo("\"one\"");
      assertThat(client.publishVersion(request -> request.functionName("lasting")).version())
          .isEqualTo("2");
    }
  }
}
