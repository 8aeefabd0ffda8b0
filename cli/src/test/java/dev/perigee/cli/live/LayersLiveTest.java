package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.api.DeployRequest;
import dev.perigee.fabric.artefact.CodeArchive;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.Layer;
import software.amazon.awssdk.services.lambda.model.LayerVersionsListItem;
import software.amazon.awssdk.services.lambda.model.PublishLayerVersionResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/// Layers, by the AWS SDK for Java.
class LayersLiveTest {
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

  private static PublishLayerVersionResponse publish(String name, String file, String content) {
    SdkBytes zip = SdkBytes.fromByteArray(LiveClient.zip(file, content.getBytes(UTF_8)));
    return aws.publishLayerVersion(request ->
        request
            .layerName(name)
            .description("of a test")
            .compatibleRuntimesWithStrings("python3.12")
            .content(code -> code.zipFile(zip)));
  }

  private static void create(
      String name, String runtime, String file, String source, String... arns) {
    var _ =
        aws.createFunction(request ->
            request
                .functionName(name)
                .runtime(runtime)
                .role("arn:aws:iam::000000000000:role/r")
                .handler("app.handler")
                .timeout(10)
                .layers(arns)
                .code(code ->
                    code.zipFile(
                        SdkBytes.fromByteArray(LiveClient.zip(file, source.getBytes(UTF_8))))));
  }

  @Test
  void aLaterLayerWinsAndAFunctionFollowsItsConfiguration() {
    var _ = Needs.python();
    String lower = publish("lower", "python/shared.py", "NAME = 'lower'\n").layerVersionArn();
    String upper = publish("upper", "python/shared.py", "NAME = 'upper'\n").layerVersionArn();
    String source =
        """
        import os, shared
        def handler(event, context):
            try:
                open("/opt/python/shared.py", "a")
                written = "written"
            except OSError:
                written = "read-only"
            return shared.NAME + " " + written + " " + str("/opt/bin" in os.environ["PATH"])
        """;
    create("layered", "python3.12", "app.py", source, lower, upper);
    assertThat(functions.call("layered")).isEqualTo("\"upper read-only True\"");
    var _ = aws.updateFunctionConfiguration(r -> r.functionName("layered").layers(upper, lower));
    assertThat(functions.call("layered")).isEqualTo("\"lower read-only True\"");
    assertThat(aws.getFunctionConfiguration(r -> r.functionName("layered")).layers())
        .extracting(Layer::arn)
        .containsExactly(upper, lower);
    var _ = aws.updateFunctionConfiguration(r -> r.functionName("layered").layers(List.of()));
    assertThat(aws.invoke(r -> r.functionName("layered")).payload().asUtf8String())
        .contains("No module named 'shared'");
  }

  @Test
  void packagesForTheVersionOfPythonComeFirst() {
    var _ = Needs.python();
    String arn = publish("plain", "python/pick.py", "NAME = 'plain'\n").layerVersionArn();
    var _ = functions.create("version", VERSION);
    String version = functions.call("version").replace("\"", "");
    String folder = "python/lib/python" + version + "/site-packages/pick.py";
    String exact = publish("exact", folder, "NAME = 'exact'\n").layerVersionArn();
    create(
        "picks",
        "python3.12",
        "app.py",
        "import pick\ndef handler(e, c):\n    return pick.NAME\n",
        exact,
        arn);
    assertThat(functions.call("picks")).isEqualTo("\"exact\"");
  }

  private static final String VERSION =
      """
      import sys
      def handler(event, context):
          return "%d.%d" % sys.version_info[:2]
      """;

  @ParameterizedTest
  @ValueSource(strings = {"process", "bubblewrap", "runc"})
  void otherIsolationsSeeThemToo(String isolation) {
    var _ = Needs.python();
    if (!isolation.equals("process")) {
      var _ = Needs.program(isolation.equals("bubblewrap") ? "bwrap" : isolation);
    }
    String name = "walls-" + isolation;
    String arn = publish(name, "python/walled.py", "NAME = 'walled'\n").layerVersionArn();
    String source = "import walled\ndef handler(e, c):\n    return walled.NAME\n";
    create(name, "python3.12", "app.py", source, arn);
    // What /v1 does not speak of stays as it is.
    DeployRequest again =
        new DeployRequest(
            "python3.12",
            "app.handler",
            OptionalInt.empty(),
            OptionalLong.empty(),
            isolation,
            OptionalInt.empty(),
            Map.of(),
            LiveClient.zip("app.py", source.getBytes(UTF_8)));
    assertThat(server.client().put(name, again).statusCode()).isEqualTo(200);
    assertThat(functions.call(name)).isEqualTo("\"walled\"");
  }

  @Test
  void modulesOfNodeAreFound() {
    var _ = Needs.node();
    String arn =
        publish("modules", "nodejs/node_modules/greet/index.js", "module.exports = 'hello';\n")
            .layerVersionArn();
    create(
        "greets", "nodejs22.x", "app.js", "exports.handler = async () => require('greet');\n", arn);
    assertThat(functions.call("greets")).isEqualTo("\"hello\"");
  }

  @Test
  void aLayerBringsTheBootstrapOfACustomRuntime(@TempDir Path folder) throws IOException {
    var _ = Needs.python();
    String bootstrap =
        """
        #!/usr/bin/env python3
        import http.client, os
        c = http.client.HTTPConnection(os.environ["AWS_LAMBDA_RUNTIME_API"])
        while True:
            c.request("GET", "/2018-06-01/runtime/invocation/next")
            r = c.getresponse(); r.read()
            path = "/2018-06-01/runtime/invocation/%s/response" % r.getheader("Lambda-Runtime-Aws-Request-Id")
            c.request("POST", path, open("app.txt").read()); c.getresponse().read()
        """;
    Path file = Files.writeString(folder.resolve("bootstrap"), bootstrap);
    assertThat(file.toFile().setExecutable(true, false)).isTrue();
    SdkBytes zip = SdkBytes.fromByteArray(CodeArchive.pack(folder));
    String arn =
        aws.publishLayerVersion(r -> r.layerName("runtime").content(c -> c.zipFile(zip)))
            .layerVersionArn();
    create("custom", "provided.al2023", "app.txt", "\"from the code\"", arn);
    assertThat(functions.call("custom")).isEqualTo("\"from the code\"");
  }

  @Test
  void versionsAreListedReadAndDeletedAndFunctionsKeepThem() {
    var _ = Needs.python();
    PublishLayerVersionResponse first = publish("kept", "python/k.py", "NAME = 1\n");
    PublishLayerVersionResponse second = publish("kept", "python/k.py", "NAME = 2\n");
    assertThat(first.version()).isEqualTo(1);
    assertThat(first.layerVersionArn())
        .isEqualTo("arn:aws:lambda:eu-central-1:000000000000:layer:kept:1");
    create(
        "keeps",
        "python3.12",
        "app.py",
        "import k\ndef handler(e, c):\n    return k.NAME\n",
        first.layerVersionArn());
    assertThat(aws.listLayerVersions(r -> r.layerName("kept")).layerVersions())
        .extracting(LayerVersionsListItem::version)
        .containsExactly(2L, 1L);
    assertThat(aws.listLayers(r -> r.compatibleRuntime("python3.12")).layers())
        .filteredOn(each -> each.layerName().equals("kept"))
        .singleElement()
        .satisfies(each -> assertThat(each.latestMatchingVersion().version()).isEqualTo(2));
    assertThat(
            aws.getLayerVersionByArn(r -> r.arn(second.layerVersionArn())).content().codeSha256())
        .isEqualTo(second.content().codeSha256());
    var _ = aws.deleteLayerVersion(r -> r.layerName("kept").versionNumber(1L));
    assertThatThrownBy(() -> aws.getLayerVersion(r -> r.layerName("kept").versionNumber(1L)))
        .isInstanceOf(ResourceNotFoundException.class)
        .hasMessageContaining("The resource you requested does not exist");
    assertThat(functions.call("keeps")).isEqualTo("1");
    assertThat(publish("kept", "python/k.py", "NAME = 3\n").version()).isEqualTo(3);
  }

  @Test
  void whatAwsRefusesIsRefused() {
    var _ = Needs.python();
    String arn = publish("one", "a.txt", "1").layerVersionArn();
    String other = publish("one", "a.txt", "2").layerVersionArn();
    String absent = arn.replace(":one:1", ":absent:1");
    String source = AwsFunctions.returns("no");
    assertThatThrownBy(() -> create("no", "python3.12", "app.py", source, absent))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Layer version " + absent + " does not exist.");
    assertThatThrownBy(() -> create("no", "python3.12", "app.py", source, arn, other))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Two different versions of the same layer");
    assertThatThrownBy(
            () -> create("no", "python3.12", "app.py", source, arn, arn, arn, arn, arn, arn))
        .isInstanceOf(InvalidParameterValueException.class)
        .hasMessageContaining("Cannot reference more than 5 layers.");
    assertThatThrownBy(() -> publish("leaves", "../out.txt", "x"))
        .isInstanceOf(InvalidParameterValueException.class);
  }

  @Test
  void aTenantSeesNoLayerOfAnother() {
    String arn = publish("secret", "a.txt", "1").layerVersionArn();
    assertThat(server.client().as("other").get("/2018-10-31/layers").body())
        .doesNotContain("secret");
    assertThat(
            server
                .client()
                .as("other")
                .get("/2018-10-31/layers?find=LayerVersion&Arn=" + arn)
                .statusCode())
        .isEqualTo(404);
  }
}
