package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.client.ClientException;
import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;

/// A platform of which everything but its health asks for a signature.
class AuthLiveTest {
  private static final List<String> PATHS =
      List.of(
          "/metrics",
          "/v1/functions",
          "/v1/openapi.yaml",
          "/v1/async/stats",
          "/2015-03-31/functions",
          "/2016-08-19/account-settings",
          "/nothing/is/here");

  @TempDir static Path data;

  private static LiveServer server;

  @BeforeAll
  static void start() {
    FirstAdministrator first = new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
    server =
        new LiveServer(
            data, Duration.ofMinutes(10), LedgerRetention.FOREVER, new SystemClock(), first);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static PlatformClient client(String secret) {
    Identity identity =
        Identity.in(
            Map.of("PERIGEE_ACCESS_KEY_ID", "AKIDEXAMPLE", "PERIGEE_SECRET_ACCESS_KEY", secret));
    return new PlatformClient(URI.create("http://127.0.0.1:" + server.port()), "", identity);
  }

  @Test
  void everythingButHealthAsksForASignature() {
    for (String path : PATHS) {
      HttpResponse<String> answer = server.client().get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(403);
      assertThat(LiveClient.header(answer, "x-amzn-ErrorType"))
          .isEqualTo("MissingAuthenticationTokenException");
      assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
      assertThat(LiveClient.requestId(answer)).isNotEmpty();
    }
    for (String open : List.of("/health/live", "/", "/dashboard/main.js", "/v1/session")) {
      assertThat(server.client().get(open).statusCode()).as(open).isEqualTo(200);
    }
    assertThat(server.client().delete("/v1/functions/f").statusCode()).isEqualTo(403);
  }

  @Test
  void whoSignsGetsAllOfIt() {
    for (String path : PATHS) {
      int status = client("secret").get(path).status();
      assertThat(status).as(path).isEqualTo(path.startsWith("/nothing") ? 404 : 200);
      assertThat(client("forged").get(path).status()).as(path).isEqualTo(403);
    }
  }

  @Test
  void aBodyThatIsStreamedNeedsNoHash() {
    assertThat(uploadProblem(client("secret"))).doesNotContain("signature");
    assertThat(uploadProblem(client("forged"))).contains("signature we calculated does not match");
  }

  private static String uploadProblem(PlatformClient client) {
    try {
      var _ = client.upload("/v1/images", "application/x-tar", out -> out.write(new byte[10]));
      return "";
    } catch (ClientException e) {
      return String.join("; ", e.problems());
    }
  }

  @Test
  void functionUrlsAreOpenAsTheirAuthTypeSays() throws IOException, InterruptedException {
    var _ = Needs.python();
    try (LambdaClient aws = AwsClientLiveTest.client(server.port(), "secret");
        HttpClient http = HttpClient.newHttpClient()) {
      UrlLiveTest.create(aws, "open");
      UrlLiveTest.create(aws, "closed");
      String open = url(aws, "open", FunctionUrlAuthType.NONE);
      String closed = url(aws, "closed", FunctionUrlAuthType.AWS_IAM);

      assertThat(get(http, open)).isEqualTo(200);
      assertThat(get(http, closed)).isEqualTo(403);
      assertThat(client("secret").get(URI.create(closed).getPath()).status()).isEqualTo(200);
      assertThat(client("forged").get(URI.create(closed).getPath()).status()).isEqualTo(403);
    }
  }

  private static String url(LambdaClient aws, String name, FunctionUrlAuthType type) {
    return aws.createFunctionUrlConfig(request -> request.functionName(name).authType(type))
        .functionUrl();
  }

  private static int get(HttpClient http, String url) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.discarding())
        .statusCode();
  }
}
