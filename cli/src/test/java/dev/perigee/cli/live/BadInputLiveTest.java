package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.api.DeployRequest;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Input that can't be right is refused with what, why and how to fix it; a tenant sees nothing of
/// another, and nobody sees the values of environment variables.
class BadInputLiveTest {
  private static final String SOURCE =
      """
      import os

      def handle(event, context):
          if event == "raise":
              raise ValueError("no")
          print("a line of " + os.environ.get("OWNER", "nobody"))
          return 1
      """;

  private static final Code CODE = Code.of("app.handle", SOURCE);
  private static final String SECRET = "s3cr3t-of-the-owner";

  @TempDir static Path data;
  private static @Nullable LiveServer server;

  @BeforeAll
  static void start() {
    var _ = Needs.python();
    server = new LiveServer(data);
    client().deploy("plain", CODE);
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static LiveClient client() {
    if (server == null) {
      throw new IllegalStateException("not started");
    }
    return server.client();
  }

  private static DeployRequest request(String runtime, String handler, byte[] zip) {
    return new DeployRequest(
        runtime,
        handler,
        OptionalInt.empty(),
        OptionalLong.empty(),
        "",
        OptionalInt.empty(),
        Map.of(),
        zip);
  }

  private static byte[] source() {
    return LiveClient.zip("app.py", SOURCE.getBytes(UTF_8));
  }

  private static void isRefused(HttpResponse<String> reply, int status, String... parts) {
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
    assertThat(header(reply, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(reply.body()).contains(parts);
  }

  @Test
  void refusesIllegalName() {
    isRefused(client().tryDeploy("b%20d!", CODE, Map.of()), 400, "b d!", "a-z");
    isRefused(client().tryDeploy("x".repeat(65), CODE, Map.of()), 400, "64");
  }

  @Test
  void refusesUnknownRuntime() {
    isRefused(
        client().put("cobol", request("cobol85", "app.handle", source())),
        400,
        "cobol85",
        "python3",
        "wasm");
  }

  @Test
  void refusesMalformedHandler() {
    isRefused(
        client().put("handler", request("python3.12", "handle", source())),
        400,
        "'handle'",
        "app.handler");
  }

  @Test
  void refusesArchiveThatLeavesItsFolder() {
    byte[] zip = LiveClient.zip("../escape.py", SOURCE.getBytes(UTF_8));
    isRefused(client().put("dots", request("python3", "app.handle", zip)), 400, "../escape.py");
    assertThat(data.resolve("escape.py")).doesNotExist();
  }

  @Test
  void refusesArchiveThatIsABomb() {
    byte[] zip = LiveClient.zip("zeros.bin", new byte[300 << 20]);
    isRefused(client().put("bomb", request("python3", "app.handle", zip)), 400, "zeros.bin");
  }

  @Test
  void refusesWhatIsNoArchive() {
    isRefused(
        client().put("noise", request("python3", "app.handle", "noise".getBytes(UTF_8))),
        400,
        "code");
  }

  @Test
  void refusesDeploymentThatIsNotJson() {
    isRefused(
        client().send("PUT", "/v1/functions/broken", BodyPublishers.ofString("{\"runtime\":")),
        400,
        "JSON");
  }

  @Test
  void answersUnknownFunctionAsLambdaDoes() {
    HttpResponse<String> answer = client().invoke("nobody", "{}");
    assertThat(answer.statusCode()).isEqualTo(404);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("ResourceNotFoundException");
    assertThat(answer.body())
        .isEqualTo(
            "{\"Type\":\"User\",\"Message\":\"Function not found:"
                + " arn:aws:lambda:us-east-1:000000000000:function:nobody\"}");
    isRefused(client().get("/v1/functions/nobody"), 404, "nobody");
  }

  @Test
  void answersOversizedPayloadAsLambdaDoes() {
    HttpResponse<String> answer =
        client().invoke("plain", "\"" + "x".repeat(6 * 1024 * 1024) + "\"");
    assertThat(answer.statusCode()).isEqualTo(413);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("RequestTooLargeException");
    assertThat(answer.body()).contains("6291456");
    assertThat(client().invoke("plain", "{}").statusCode()).isEqualTo(200);
  }

  @Test
  void answersInvalidJsonAsLambdaDoes() {
    HttpResponse<String> answer = client().invoke("plain", "{\"a\":");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(header(answer, "x-amzn-ErrorType")).isEqualTo("InvalidRequestContentException");
    assertThat(answer.body()).contains("Could not parse request body into json: ");
    assertThat(client().invoke("plain", "1 2").statusCode()).isEqualTo(400);
    assertThat(client().invoke("plain", "\"unterminated").statusCode()).isEqualTo(400);
    assertThat(client().invoke("plain", " [1, {\"a\": null}] ").statusCode()).isEqualTo(200);
    assertThat(client().invoke("plain", "").statusCode()).isEqualTo(200);
  }

  @Test
  void refusesToCutOffANodeThatHasNoLink() {
    isRefused(
        client()
            .send("POST", "/v1/nodes/edge-1/faults", BodyPublishers.ofString("{\"cutForS\": 1}")),
        400,
        "edge-1",
        "--nodes-as-processes");
  }

  @Test
  void hidesTenantsFromEachOther() {
    LiveClient red = client().as("red");
    LiveClient blue = client().as("blue");
    red.deploy("mine", CODE, Map.of("OWNER", "red"));
    red.entry(red.invoke("mine", "{}"));
    assertThat(blue.invoke("mine", "{}").statusCode()).isEqualTo(404);
    assertThat(blue.get("/v1/functions/mine").statusCode()).isEqualTo(404);
    assertThat(blue.get("/v1/functions/mine/logs").statusCode()).isEqualTo(404);
    assertThat(blue.delete("/v1/functions/mine").statusCode()).isEqualTo(404);
    assertThat(blue.get("/v1/functions").body()).doesNotContain("mine");
    assertThat(blue.ledger("").get("entries")).isEmpty();
    assertThat(blue.ledger("?function=red/mine").get("entries")).isEmpty();
    // The platform's own work may have been booked meanwhile, and is nobody's secret.
    assertThat(blue.ledger("?by=tenant").get("rows"))
        .allSatisfy(row -> assertThat(row.get("key").asText()).isEqualTo("perigee"));
    assertThat(blue.get("/v1/invocations").body()).doesNotContain("mine");
    assertThat(blue.get("/v1/decisions").body()).doesNotContain("mine");
    assertThat(blue.get("/v1/nodes").body()).doesNotContain("mine");
    assertThat(blue.get("/").body()).doesNotContain("mine");
    isRefused(client().as("Not Legal").get("/v1/functions"), 400, "Perigee-Tenant");
  }

  @Test
  void showsNamesOfVariablesAndNeverTheirValues() throws IOException {
    LiveClient owner = client().as("owner");
    owner.deploy("secret", CODE, Map.of("TOKEN", SECRET));
    owner.entry(owner.invoke("secret", "{}"));
    HttpResponse<String> failed = owner.invoke("secret", "\"raise\"");
    assertThat(owner.get("/v1/functions/secret").body()).contains("TOKEN");
    String refused = owner.tryDeploy("secret", CODE, Map.of("1BAD", SECRET)).body();
    assertThat(refused).contains("1BAD");
    for (String path :
        new String[] {
          "/v1/functions",
          "/v1/functions/secret",
          "/v1/functions/secret/logs",
          "/v1/ledger",
          "/v1/invocations",
          "/v1/decisions",
          "/v1/nodes",
          "/metrics",
          "/"
        }) {
      assertThat(owner.get(path).body()).as(path).doesNotContain(SECRET);
    }
    assertThat(failed.body() + refused).doesNotContain(SECRET);
    try (var files = Files.walk(data.resolve("logs"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file)).doesNotContain(SECRET);
      }
    }
  }
}
