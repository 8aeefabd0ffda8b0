package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;

/// Requests signed by the AWS SDK for Java and changed on the way: none comes in, and the next one
/// that is honest does.
class ForgedLiveTest {
  private static final FirstAdministrator KEYS =
      new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
  private static final String LIST = "/2015-03-31/functions?MaxItems=5";
  private static final String ARN =
      "/2017-03-31/tags/arn%3Aaws%3Alambda%3Aeu-central-1%3A000000000000%3Afunction%3Anone";

  @TempDir static Path data;

  private static LiveServer server;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server =
        new LiveServer(
            data, Duration.ofMinutes(10), LedgerRetention.FOREVER, new SystemClock(), KEYS);
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    server.close();
  }

  /// A request as it is signed, and what is done to it before it is sent.
  private record Signed(SdkHttpRequest request, String body) {

    static Signed of(String method, String target, String body) {
      return by(
          new Signer("AKIDEXAMPLE", "lambda", "eu-central-1", Instant.now()), method, target, body);
    }

    static Signed by(Signer signer, String method, String target, String body) {
      SdkHttpFullRequest.Builder request =
          SdkHttpFullRequest.builder()
              .method(SdkHttpMethod.fromValue(method))
              .uri(URI.create("http://127.0.0.1:" + server.port() + target))
              .putHeader("x-amz-meta", "a");
      return new Signed(signer.sign(request.build(), body), body);
    }

    Signed with(String header, String value) {
      return new Signed(request.toBuilder().putHeader(header, value).build(), body);
    }

    Signed without(String header) {
      return new Signed(request.toBuilder().removeHeader(header).build(), body);
    }

    Signed body(String newBody) {
      return new Signed(request, newBody);
    }

    /// Sends it, to another target if one is given.
    HttpResponse<String> send(String target) {
      HttpRequest.Builder sent =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + target))
              .method(request.method().name(), BodyPublishers.ofString(body));
      request.forEachHeader((name, values) -> {
        if (!name.equalsIgnoreCase("host") && !name.equalsIgnoreCase("content-length")) {
          values.forEach(value -> sent.header(name, value));
        }
      });
      try {
        return http.send(sent.build(), BodyHandlers.ofString());
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  /// Signs for a service in a region at a time.
  private record Signer(String accessKey, String service, String region, Instant at) {

    SdkHttpRequest sign(SdkHttpRequest request, String body) {
      return AwsV4HttpSigner.create()
          .sign(sign ->
              sign.identity(AwsBasicCredentials.create(accessKey, "secret"))
                  .request(request)
                  .payload(ContentStreamProvider.fromString(body, UTF_8))
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                  .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                  .putProperty(HttpSigner.SIGNING_CLOCK, Clock.fixed(at, ZoneOffset.UTC)))
          .request();
    }
  }

  private static void isRefused(HttpResponse<String> answer, String type, String message) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(LiveClient.header(answer, "x-amzn-ErrorType")).isEqualTo(type);
    assertThat(answer.body()).contains(message);
  }

  @AfterEach
  void theNextHonestRequestComesIn() {
    assertThat(Signed.of("GET", LIST, "").send(LIST).statusCode()).isEqualTo(200);
  }

  @Test
  void whatWasChangedOnTheWayIsNoticed() {
    String function = "/2015-03-31/functions/f/invocations";
    List<HttpResponse<String>> answers = new ArrayList<>();
    answers.add(Signed.of("POST", function, "{\"a\":1}").body("{\"a\":2}").send(function));
    answers.add(Signed.of("GET", LIST, "").with("x-amz-meta", "b").send(LIST));
    answers.add(Signed.of("GET", LIST, "").send("/2015-03-31/functions/?MaxItems=5"));
    answers.add(Signed.of("GET", LIST, "").send("/2015-03-31/functions?MaxItems=50"));
    answers.add(Signed.of("GET", ARN, "").send(ARN + "x"));

    for (HttpResponse<String> answer : answers) {
      isRefused(answer, "InvalidSignatureException", "signature we calculated does not match");
    }
  }

  @Test
  void anArnInThePathIsSignedAsItIsSent() {
    assertThat(Signed.of("GET", ARN, "").send(ARN).statusCode()).isEqualTo(404);
  }

  @Test
  void aClockMayBeFiveMinutesOffAndNoMore() {
    for (int offS : new int[] {-290, 290}) {
      assertThat(at(Instant.now().plusSeconds(offS)).send(LIST).statusCode()).isEqualTo(200);
    }
    isRefused(
        at(Instant.now().minusSeconds(310)).send(LIST),
        "InvalidSignatureException",
        "Signature expired: ");
    isRefused(
        at(Instant.now().plusSeconds(310)).send(LIST),
        "InvalidSignatureException",
        "Signature not yet current: ");
  }

  private static Signed at(Instant time) {
    return Signed.by(new Signer("AKIDEXAMPLE", "lambda", "eu-central-1", time), "GET", LIST, "");
  }

  @Test
  void headersThatAreMissingAreNamed() {
    isRefused(
        Signed.of("GET", LIST, "").without("Authorization").send(LIST),
        "MissingAuthenticationTokenException",
        "Missing Authentication Token");
    isRefused(
        Signed.of("GET", LIST, "").without("X-Amz-Date").send(LIST),
        "IncompleteSignatureException",
        "Date must be in ISO-8601");
    isRefused(
        Signed.of("GET", LIST, "").with("Authorization", "AWS4-HMAC-SHA256 nothing").send(LIST),
        "IncompleteSignatureException",
        "Authorization header requires");
  }

  @Test
  void aHeaderThatIsNotSignedIsNotBelieved() {
    isRefused(
        Signed.of("GET", LIST, "").with("x-amz-invocation-type", "Event").send(LIST),
        "InvalidSignatureException",
        "'x-amz-invocation-type' must be a 'SignedHeader'");
  }

  @Test
  void anUnknownKeyAndAnotherServiceStayOutside() {
    Instant now = Instant.now();
    isRefused(
        Signed.by(new Signer("AKIDOTHER", "lambda", "eu-central-1", now), "GET", LIST, "")
            .send(LIST),
        "UnrecognizedClientException",
        "The security token included in the request is invalid.");
    isRefused(
        Signed.by(new Signer("AKIDEXAMPLE", "s3", "eu-central-1", now), "GET", LIST, "").send(LIST),
        "InvalidSignatureException",
        "Credential should be scoped to correct service: 'lambda'.");
  }

  @Test
  void aScopeThatWasChangedIsNoticed() {
    Signed signed = Signed.of("GET", LIST, "");
    String authorization = signed.request().firstMatchingHeader("Authorization").orElseThrow();

    isRefused(
        signed.with("Authorization", authorization.replace("eu-central-1", "us-east-1")).send(LIST),
        "InvalidSignatureException",
        "signature we calculated does not match");
  }
}
