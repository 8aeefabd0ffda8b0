package dev.perigee.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.platform.control.Deployment;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class InvokeRouteTest {
  private static final String LAMBDA = "/2015-03-31/functions/";
  private static final String V1 = "/v1/functions/";

  private final FakeControlPlane control = new FakeControlPlane();
  private final HttpFront front = HttpFront.start(control, "127.0.0.1", 0);
  private final HttpClientOfTests http = new HttpClientOfTests(front.port());

  @BeforeEach
  void deploy() {
    for (String name : new String[] {"hello", "fail", "throttle", "unreachable", "crash"}) {
      control.deploy(
          new Deployment(
              "default", name, "python3.12", "a.b", 128, 3_000, "", 10, Map.of(), new byte[1]));
    }
  }

  @AfterEach
  void stop() {
    front.stop(Duration.ofSeconds(1));
  }

  @Test
  void answersWithTheBodyAsItIsAndSaysWhatItTook() throws Exception {
    HttpResponse<String> reply = invoke(V1, "hello", "{\"a\": 1.50}");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body()).isEqualTo("{\"a\": 1.50}");
    assertThat(header(reply, "Content-Type")).isEqualTo("application/json");
    assertThat(UUID.fromString(header(reply, "x-amzn-RequestId")).version()).isEqualTo(4);
    assertThat(header(reply, "X-Amz-Executed-Version")).isEqualTo("1");
    assertThat(header(reply, "Perigee-Duration-Ms")).isEqualTo("1");
    assertThat(header(reply, "Perigee-Energy-J")).isEqualTo("0.00321");
    assertThat(header(reply, "Perigee-Carbon-Mg")).isEqualTo("0.0003");
    assertThat(header(reply, "Perigee-Cost-MicroUsd")).isEqualTo("0.202083");
    assertThat(header(reply, "Perigee-Cold-Start")).isEqualTo("true");
    assertThat(header(reply, "Perigee-Quality")).isEqualTo("modelled");
    assertThat(reply.headers().firstValue("X-Amz-Function-Error")).isEmpty();
  }

  @Test
  void takesAnEmptyBodyForAnEmptyObject() throws Exception {
    assertThat(invoke(LAMBDA, "hello", "").body()).isEqualTo("{}");
  }

  @Test
  void answersAFunctionErrorWithStatus200AndAHeader() throws Exception {
    HttpResponse<String> reply = invoke(LAMBDA, "fail", "{}");

    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(header(reply, "X-Amz-Function-Error")).isEqualTo("Unhandled");
    assertThat(reply.body()).isEqualTo("{\"errorType\":\"E\"}");
    assertThat(header(reply, "Perigee-Energy-J")).isEqualTo("0.00321");
  }

  @Test
  void namesTheFunctionThatIsNotThereWithItsArn() throws Exception {
    HttpResponse<String> reply =
        http.send(
            "POST",
            LAMBDA + "nobody/invocations",
            "{}",
            "Authorization",
            "AWS4-HMAC-SHA256 Credential=AK/20261124/eu-west-1/lambda/aws4_request, Signature=0");

    assertThat(reply.statusCode()).isEqualTo(404);
    assertThat(header(reply, "x-amzn-ErrorType")).isEqualTo("ResourceNotFoundException");
    assertThat(reply.headers().firstValue("x-amzn-RequestId")).isPresent();
    assertThat(reply.body())
        .isEqualTo(
            "{\"Type\":\"User\",\"Message\":\"Function not found:"
                + " arn:aws:lambda:eu-west-1:000000000000:function:nobody\"}");
    assertThat(invoke(V1, "nobody", "{}").body()).contains("arn:aws:lambda:us-east-1:");
  }

  @Test
  void answersAThrottleAsLambdaDoes() throws Exception {
    HttpResponse<String> reply = invoke(LAMBDA, "throttle", "{}");

    assertThat(reply.statusCode()).isEqualTo(429);
    assertThat(header(reply, "x-amzn-ErrorType")).isEqualTo("TooManyRequestsException");
    assertThat(reply.body())
        .isEqualTo(
            "{\"Reason\":\"ReservedFunctionConcurrentInvocationLimitExceeded\",\"Type\":\"User\",\"message\":\"Rate"
                + " Exceeded.\"}");
  }

  @Test
  void refusesAnEventThatIsNoJson() throws Exception {
    HttpResponse<String> reply = invoke(LAMBDA, "hello", "<xml/>");

    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(header(reply, "x-amzn-ErrorType")).isEqualTo("InvalidRequestContentException");
    assertThat(reply.body()).contains("\"message\":\"Could not parse request body into json: ");
  }

  @Test
  void takesSixMebibytesAndNotOneByteMore() throws Exception {
    String six = "\"" + "x".repeat(6 * 1024 * 1024 - 2) + "\"";

    assertThat(invoke(V1, "hello", six).body()).hasSize(6 * 1024 * 1024);
    HttpResponse<String> reply = invoke(LAMBDA, "hello", six + " ");
    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(header(reply, "x-amzn-ErrorType")).isEqualTo("RequestTooLargeException");
  }

  @Test
  void tellsAThrottleFromAPlatformThatReachesNothing() throws Exception {
    assertThat(invoke(V1, "unreachable", "{}").statusCode()).isEqualTo(503);
  }

  @Test
  void answersAFaultOfThePlatformWithAProblemDocument() throws Exception {
    HttpResponse<String> reply = invoke(V1, "crash", "{}");

    assertThat(reply.statusCode()).isEqualTo(500);
    assertThat(reply.body()).contains("a fault of the platform");
  }

  @Test
  void readsABodyOfUnknownLength() throws Exception {
    String answer =
        http.raw(
            String.join(
                "\r\n",
                "POST /v1/functions/hello/invocations HTTP/1.1",
                "Host: localhost",
                "Connection: close",
                "Transfer-Encoding: chunked",
                "",
                "3",
                "{\"a",
                "4",
                "\":1}",
                "0",
                "",
                ""));

    assertThat(answer).startsWith("HTTP/1.1 200").endsWith("{\"a\":1}");
  }

  @Test
  void countsWhatPasses() throws Exception {
    invoke(V1, "hello", "{}");
    invoke(V1, "throttle", "{}");
    String metrics = http.get("/metrics").body();

    assertThat(metrics)
        .contains(
            "faas_invocations_total{tenant=\"default\",function=\"hello\",outcome=\"ok\"} 1\n",
            "faas_invocations_total{tenant=\"default\",function=\"throttle\",outcome=\"throttled\"}"
                + " 1\n",
            "faas_invocation_duration_seconds_bucket{tenant=\"default\",function=\"hello\",le=\"+Inf\"}"
                + " 1\n",
            "faas_coldstart_seconds_sum{tenant=\"default\",phase=\"init\"} 0.005\n",
            "faas_energy_joules_total{tenant=\"default\",function=\"hello\",node=\"node-1\",source=\"cpu\"}"
                + " 0.003\n",
            "faas_workers{tenant=\"default\",function=\"hello\",node=\"node-1\",state=\"frozen\"}"
                + " 1\n");
  }

  private HttpResponse<String> invoke(String prefix, String name, String event) throws Exception {
    return http.send("POST", prefix + name + "/invocations", event);
  }

  private static String header(HttpResponse<String> reply, String name) {
    return reply.headers().firstValue(name).orElse("");
  }
}
