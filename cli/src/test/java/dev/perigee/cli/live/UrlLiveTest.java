package dev.perigee.cli.live;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.perigee.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.Cors;
import software.amazon.awssdk.services.lambda.model.CreateFunctionUrlConfigRequest;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.InvokeMode;
import software.amazon.awssdk.services.lambda.model.LambdaException;

/// Addresses of functions, called as browsers and other plain clients call them.
class UrlLiveTest {
  private static final Cors CORS =
      Cors.builder()
          .allowOrigins("https://page.example")
          .allowMethods("GET", "PUT")
          .allowHeaders("x-token")
          .exposeHeaders("x-count")
          .allowCredentials(true)
          .maxAge(600)
          .build();

  @TempDir static Path data;

  private static LiveServer server;
  private static LambdaClient aws;
  private static HttpClient http;

  @BeforeAll
  static void start() {
    server = new LiveServer(data);
    aws = AwsClientLiveTest.client(server.port(), "secret");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() {
    http.close();
    aws.close();
    server.close();
  }

  static void create(LambdaClient client, String name) {
    String source =
        "def handler(event, context):\n    return event['requestContext']['http']['method']\n";
    client.createFunction(request ->
        request
            .functionName(name)
            .runtime("python3.12")
            .role("arn:aws:iam::000000000000:role/r")
            .handler("app.handler")
            .code(code ->
                code.zipFile(
                    SdkBytes.fromByteArray(LiveClient.zip("app.py", source.getBytes(UTF_8))))));
  }

  private static String open(
      String name, Consumer<CreateFunctionUrlConfigRequest.Builder> setting) {
    create(aws, name);
    return aws.createFunctionUrlConfig(request ->
            setting.accept(request.functionName(name).authType(FunctionUrlAuthType.NONE)))
        .functionUrl();
  }

  private static HttpResponse<String> send(String url, String method, String... headers) {
    try {
      return http.send(
          HttpRequest.newBuilder(URI.create(url))
              .method(method, BodyPublishers.noBody())
              .headers(headers)
              .build(),
          BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  @Test
  void aPreflightIsAnsweredWithoutTheFunction() {
    var _ = Needs.python();
    String url = open("asked", request -> request.cors(CORS));

    HttpResponse<String> allowed =
        send(
            url,
            "OPTIONS",
            "Origin",
            "https://page.example",
            "Access-Control-Request-Method",
            "PUT");
    HttpResponse<String> foreign =
        send(
            url,
            "OPTIONS",
            "Origin",
            "https://evil.example",
            "Access-Control-Request-Method",
            "PUT");

    assertThat(allowed.statusCode()).isEqualTo(200);
    assertThat(allowed.body()).isEmpty();
    assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://page.example");
    assertThat(header(allowed, "Access-Control-Allow-Methods")).isEqualTo("GET,PUT");
    assertThat(header(allowed, "Access-Control-Allow-Headers")).isEqualTo("x-token");
    assertThat(header(allowed, "Access-Control-Allow-Credentials")).isEqualTo("true");
    assertThat(header(allowed, "Access-Control-Max-Age")).isEqualTo("600");
    assertThat(header(foreign, "Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void anAnswerMayBeReadByPagesOfAllowedOrigins() {
    var _ = Needs.python();
    String url = open("read", request -> request.cors(CORS));

    HttpResponse<String> allowed = send(url, "GET", "Origin", "https://page.example");
    HttpResponse<String> foreign = send(url, "GET", "Origin", "https://evil.example");

    assertThat(allowed.body()).isEqualTo("\"GET\"");
    assertThat(header(allowed, "Access-Control-Allow-Origin")).isEqualTo("https://page.example");
    assertThat(header(allowed, "Access-Control-Expose-Headers")).isEqualTo("x-count");
    assertThat(header(allowed, "Vary")).isEqualTo("Origin");
    assertThat(foreign.body()).isEqualTo("\"GET\"");
    assertThat(header(foreign, "Access-Control-Allow-Origin")).isEmpty();
  }

  @Test
  void withoutSettingsTheFunctionAnswersThePreflightItself() {
    var _ = Needs.python();
    String url = open("bare", request -> request.invokeMode(InvokeMode.RESPONSE_STREAM));

    HttpResponse<String> answer =
        send(
            url,
            "OPTIONS",
            "Origin",
            "https://page.example",
            "Access-Control-Request-Method",
            "PUT");

    assertThat(answer.body()).isEqualTo("\"OPTIONS\"");
    assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
    assertThat(aws.getFunctionUrlConfig(request -> request.functionName("bare")).invokeMode())
        .isEqualTo(InvokeMode.RESPONSE_STREAM);
  }

  @Test
  void anUnknownInvokeModeIsRefused() {
    var _ = Needs.python();
    create(aws, "odd");

    assertThatThrownBy(() ->
            aws.createFunctionUrlConfig(
                request -> request.functionName("odd").authType("NONE").invokeMode("SLOWLY")))
        .isInstanceOf(LambdaException.class)
        .hasMessageContaining("[BUFFERED, RESPONSE_STREAM]");
  }
}
