package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.perigee.api.DeployRequest;
import dev.perigee.cli.GreeterImage;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.GetFunctionResponse;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.PackageType;

/// A container image from the archive to the answer, and to the last of its bytes.
class ImageLiveTest {
  private static final String ROLE = "arn:aws:iam::000000000000:role/r";

  @TempDir Path folder;

  private Path archive;
  private LiveServer server;

  @BeforeEach
  void start() throws Exception {
    archive = GreeterImage.build(folder.resolve("greeter.tar"));
    server = new LiveServer(folder.resolve("data"));
  }

  @AfterEach
  void stop() {
    if (server != null) {
      server.close();
    }
  }

  private JsonNode load(String query) throws IOException {
    HttpResponse<String> reply =
        server.client().send("POST", "/v1/images" + query, BodyPublishers.ofFile(archive));
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(201);
    return new ObjectMapper().readTree(reply.body());
  }

  private HttpResponse<String> deploy(String name, String image, String isolation) {
    return server
        .client()
        .put(
            name,
            new DeployRequest(
                "",
                "",
                OptionalInt.of(256),
                OptionalLong.of(10_000),
                isolation,
                OptionalInt.empty(),
                Map.of(),
                new byte[0],
                image));
  }

  private void deployed(String name, String image, String isolation) {
    HttpResponse<String> reply = deploy(name, image, isolation);
    assertThat(reply.statusCode()).as(reply.body()).isLessThan(300);
  }

  private List<String> artefacts() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("data/artefacts"))) {
      return all.map(path -> path.getFileName().toString()).toList();
    }
  }

  @ParameterizedTest
  @CsvSource({"bubblewrap,bwrap", "runc,runc", "crun,crun", "gvisor,runsc"})
  void runsTheCommandOfAnImage(String isolation, String program) throws Exception {
    var _ = Needs.program(program);
    deployed("greet", load("").get("digest").asText(), isolation);
    HttpResponse<String> first = server.client().invoke("greet", "{\"name\": \"Ada\"}");
    assertThat(first.body())
        .isEqualTo("{\"hello\": \"Ada\", \"directory\": \"/srv\", \"removed\": true}");
    JsonNode entry = server.client().entry(first);
    assertThat(entry.get("coldStart").asBoolean()).isTrue();
    assertThat(entry.get("outcome").asText()).isEqualTo("ok");
    assertThat(server.client().invoke("greet", "{}").body()).contains("\"hello\": \"world\"");
    assertThat(server.client().get("/v1/functions/greet/logs").body())
        .contains("the greeter is up, as user ")
        .doesNotContain("as user 0 ");
  }

  @Test
  void keepsTheBytesAsLongAsSomethingRefersToThem() throws Exception {
    var _ = Needs.program("bwrap");
    load("?name=greeter:1");
    deployed("one", "greeter:1", "bubblewrap");
    deployed("two", "greeter:1", "bubblewrap");
    assertThat(artefacts()).hasSize(4);
    server.client().delete("/v1/functions/one");
    server.client().delete("/v1/images/greeter:1");
    assertThat(server.client().invoke("two", "{}").statusCode()).isEqualTo(200);
    assertThat(artefacts()).hasSize(4);
    server.client().delete("/v1/functions/two");
    server.close();
    server = new LiveServer(folder.resolve("data"));
    assertThat(artefacts()).isEmpty();
  }

  @Test
  void servesItAgainAfterARestartAndClearsWhatNothingRefersTo() throws Exception {
    var _ = Needs.program("bwrap");
    deployed("greet", load("").get("digest").asText(), "");
    List<String> before = artefacts();
    server.close();
    Path left = Files.createDirectory(folder.resolve("data/artefacts/" + "0".repeat(64)));
    Files.writeString(left.resolve("content"), "left by a crash");
    server = new LiveServer(folder.resolve("data"));
    assertThat(artefacts()).containsExactlyInAnyOrderElementsOf(before);
    assertThat(server.client().invoke("greet", "{}").body()).contains("world");
  }

  @Test
  void saysWhatIsWrong() throws Exception {
    String digest = load("").get("digest").asText();
    assertThat(deploy("a", "nothing:1", "").body()).contains("there is no image 'nothing:1' here");
    assertThat(deploy("a", digest, "namespaces").body())
        .contains("can't give an image a root of its own");
    HttpResponse<String> foreign =
        server
            .client()
            .as("other")
            .put(
                "a",
                new DeployRequest(
                    "",
                    "",
                    OptionalInt.empty(),
                    OptionalLong.empty(),
                    "",
                    OptionalInt.empty(),
                    Map.of(),
                    new byte[0],
                    digest));
    assertThat(foreign.body()).contains("there is no image");
    HttpResponse<String> noArchive =
        server
            .client()
            .send("POST", "/v1/images", BodyPublishers.ofString("no".repeat(600), UTF_8));
    assertThat(noArchive.statusCode()).isEqualTo(400);
    assertThat(noArchive.body()).contains("docker save");
  }

  @Test
  void isCreatedReadAndChangedByTheClientOfAws() throws Exception {
    var _ = Needs.program("bwrap");
    load("?name=registry.example/greeter:1");
    try (LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret")) {
      var created =
          aws.createFunction(request ->
              request
                  .functionName("greet")
                  .packageType(PackageType.IMAGE)
                  .role(ROLE)
                  .imageConfig(config -> config.command("Bob"))
                  .code(code -> code.imageUri("registry.example/greeter:1")));
      assertThat(created.packageType()).isEqualTo(PackageType.IMAGE);
      assertThat(created.imageConfigResponse().imageConfig().command()).containsExactly("Bob");
      assertThat(created.runtime()).isNull();
      GetFunctionResponse read = aws.getFunction(request -> request.functionName("greet"));
      assertThat(read.code().imageUri()).isEqualTo("registry.example/greeter:1");
      assertThat(read.code().resolvedImageUri())
          .isEqualTo("registry.example/greeter@sha256:" + created.codeSha256());
      assertThat(call(aws)).contains("\"hello\": \"Bob\"");
      var _ =
          aws.updateFunctionConfiguration(request ->
              request.functionName("greet").imageConfig(config -> config.command("Eve")));
      assertThat(call(aws)).contains("\"hello\": \"Eve\"");
      assertThatThrownBy(() ->
              aws.updateFunctionCode(
                  request -> request.functionName("greet").imageUri("elsewhere/greeter:2")))
          .isInstanceOf(InvalidParameterValueException.class)
          .hasMessageContaining("there is no image 'elsewhere/greeter:2' here");
    }
  }

  private static String call(LambdaClient aws) {
    return aws.invoke(request -> request.functionName("greet")).payload().asUtf8String();
  }
}
