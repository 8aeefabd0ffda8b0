package dev.perigee.runtime.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.runtime.lambda.RawClient.Said;
import dev.perigee.runtime.sandbox.Functions;
import dev.perigee.runtime.sandbox.Functions.Sample;
import dev.perigee.runtime.worker.FunctionErrors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The contract with runtimes, word by word; no sandbox is needed for it.
class RuntimeApiTest {
  private static final String RUNTIME = "/2018-06-01/runtime/";
  private static final String STREAMING =
      "Lambda-Runtime-Function-Response-Mode: streaming\r\nTransfer-Encoding: chunked\r\n";

  @TempDir Path code;
  private final List<RawClient> clients = new ArrayList<>();
  private Sample sample;
  private LambdaApi api;
  private String address;

  @BeforeEach
  void open() throws Exception {
    serve(1);
  }

  private void serve(int concurrency) throws Exception {
    sample = Functions.provided(code, "#!/bin/sh\n").concurrent(concurrency);
    api = new LambdaApi(sample.spec().function(), List.of());
    address = api.open(ApiDoor.loopback());
  }

  @AfterEach
  void close() throws Exception {
    for (RawClient client : clients) {
      client.close();
    }
    api.close();
  }

  private RawClient client() throws Exception {
    RawClient client = new RawClient(address);
    clients.add(client);
    return client;
  }

  private Call offer(String event) {
    Call call = new Call(sample.call(event));
    api.slots().offer(call);
    return call;
  }

  private static String replyTo(Call call) throws Exception {
    return new String(call.reply().get(20, TimeUnit.SECONDS).payload(), UTF_8);
  }

  @Test
  void tellsAllThatARuntimeNeedsToKnowOfAnInvocation() throws Exception {
    Call call = offer("{\"a\":1}");

    Said next = client().next();

    assertThat(next.status()).isEqualTo(200);
    assertThat(next.body()).isEqualTo("{\"a\":1}");
    assertThat(next.headers())
        .containsEntry("lambda-runtime-aws-request-id", call.id())
        .containsEntry(
            "lambda-runtime-invoked-function-arn",
            "arn:aws:lambda:us-east-1:000000000000:function:sample")
        .containsEntry("content-type", "application/json")
        .doesNotContainKeys("lambda-runtime-client-context", "lambda-runtime-cognito-identity");
    assertThat(next.headers().get("lambda-runtime-trace-id"))
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
    assertThat(Long.parseLong(next.headers().get("lambda-runtime-deadline-ms")))
        .isGreaterThan(System.currentTimeMillis());
  }

  @Test
  void refusesWhatDoesNotFitTheState() throws Exception {
    RawClient client = client();
    Call call = offer("1");

    Said early = client.respond(call.id(), "0");
    Said next = client.next();
    Said second = client().next();
    Said initError = client.post(RUNTIME + "init/error", "", "{}");
    Said answered = client.respond(call.id(), "2");
    Said twice = client.respond(call.id(), "3");
    Said failedToo = client.fail(call.id(), "", "{}");

    assertThat(early.errorType()).isEqualTo("InvalidRequestID");
    assertThat(next.status()).isEqualTo(200);
    assertThat(List.of(second.status(), initError.status(), twice.status(), failedToo.status()))
        .containsOnly(403);
    assertThat(twice.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(answered.status()).isEqualTo(202);
    assertThat(answered.body()).isEqualTo("{\"status\":\"OK\"}\n");
    assertThat(replyTo(call)).isEqualTo("2");
  }

  @Test
  void takesOneErrorOfTheStart() throws Exception {
    RawClient client = client();

    Said first = client.post(RUNTIME + "init/error", "", "{\"errorType\":\"Mine\"}");
    Said second = client.post(RUNTIME + "init/error", "", "{}");
    Said next = client.next();

    assertThat(first.status()).isEqualTo(202);
    assertThat(second.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(next.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(api.init().get(20, TimeUnit.SECONDS)).isInstanceOf(InitResult.Failed.class);
  }

  @Test
  void refusesAnswersForAnInvocationThatItsCallerGaveUp() throws Exception {
    RawClient client = client();
    Call call = offer("1");
    client.next();
    api.slots().forget(call);

    assertThat(client.respond(call.id(), "late").errorType()).isEqualTo("InvalidRequestID");
    Call another = offer("2");
    assertThat(client.next().body()).isEqualTo("2");
    client.respond(another.id(), "in time");
    assertThat(replyTo(another)).isEqualTo("in time");
  }

  @Test
  void losesNoInvocationWithAPollerThatLeft() throws Exception {
    RawClient lost = client();
    lost.askNext();
    assertThat(api.init().get(20, TimeUnit.SECONDS)).isInstanceOf(InitResult.Ready.class);
    lost.close();
    RawClient client = client();
    Functions.await(() -> api.slots().states().equals("RESPONSE_SENT"), "the loss is noticed");
    Call call = offer("7");

    assertThat(client.next().body()).isEqualTo("7");
    client.respond(call.id(), "8");
    assertThat(replyTo(call)).isEqualTo("8");
  }

  @Test
  void takesAnAnswerOfExactlyTheLimitAndNoByteMore() throws Exception {
    RawClient client = client();
    Call fits = offer("1");
    client.next();
    Said taken = client.respond(fits.id(), "x".repeat(FunctionErrors.ANSWER_MAX_BYTES));
    Call tooLarge = offer("2");
    client.next();
    Said refused = client.respond(tooLarge.id(), "x".repeat(FunctionErrors.ANSWER_MAX_BYTES + 1));
    Call after = offer("3");

    assertThat(taken.status()).isEqualTo(202);
    assertThat(replyTo(fits)).hasSize(FunctionErrors.ANSWER_MAX_BYTES);
    assertThat(refused.status()).isEqualTo(413);
    assertThat(refused.errorType()).isEqualTo("RequestEntityTooLarge");
    assertThat(replyTo(tooLarge)).contains("Function.ResponseSizeTooLarge", "6291556 bytes");
    assertThat(client.next().body()).isEqualTo("3");
    client.respond(after.id(), "4");
    assertThat(replyTo(after)).isEqualTo("4");
  }

  @Test
  void tellsBothSidesThatAnAnswerWasCut() throws Exception {
    RawClient client = client();
    Call call = offer("1");
    client.next();
    client.send(
        "POST "
            + RUNTIME
            + "invocation/"
            + call.id()
            + "/response HTTP/1.1\r\n"
            + STREAMING
            + "\r\n5\r\n[1,2,");
    client.endOutput();

    Said said = client.read();

    assertThat(said.status()).isEqualTo(400);
    assertThat(said.errorType()).isEqualTo("TruncatedHTTPRequest");
    assertThat(replyTo(call)).contains("Runtime.TruncatedResponse");
    Call after = offer("2");
    RawClient again = client();
    again.next();
    again.respond(after.id(), "3");
    assertThat(replyTo(after)).isEqualTo("3");
  }

  @Test
  void takesStreamsAndTheErrorsAtTheirEnd() throws Exception {
    RawClient client = client();
    Call whole = offer("1");
    client.next();
    client.send(stream(whole, "\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n"));
    client.read();
    Call broken = offer("2");
    client.next();
    String body = Base64.getEncoder().encodeToString("{\"errorType\":\"Late\"}".getBytes(UTF_8));
    client.send(
        stream(
            broken,
            "\r\n1\r\n[\r\n0\r\nLambda-Runtime-Function-Error-Type: Function.Late\r\n"
                + "Lambda-Runtime-Function-Error-Body: "
                + body
                + "\r\n\r\n"));
    client.read();
    Call wrong = offer("3");
    client.next();
    Said mode =
        client.post(
            RUNTIME + "invocation/" + wrong.id() + "/response",
            "Lambda-Runtime-Function-Response-Mode: backwards\r\n",
            "1");

    assertThat(replyTo(whole)).isEqualTo("[1,2]");
    assertThat(replyTo(broken)).isEqualTo("{\"errorType\":\"Late\"}");
    assertThat(broken.reply().join().errorType()).isEqualTo("Function.Late");
    assertThat(mode.status()).isEqualTo(400);
    assertThat(mode.errorType()).isEqualTo("InvalidFunctionResponseMode");
  }

  private static String stream(Call call, String rest) {
    return "POST "
        + RUNTIME
        + "invocation/"
        + call.id()
        + "/response HTTP/1.1\r\n"
        + STREAMING
        + rest;
  }

  @ParameterizedTest
  @CsvSource({
    "Runtime.Unfit, Runtime.Unfit",
    "Function.TooSad, Function.TooSad",
    "Function.1st, Function.Unknown",
    "ValueError, Runtime.Unknown",
    "'', Runtime.Unknown"
  })
  void countsErrorsByTheTypesThatAwsKnows(String said, String counted) throws Exception {
    RawClient client = client();
    Call call = offer("1");
    client.next();
    String header = said.isEmpty() ? "" : "Lambda-Runtime-Function-Error-Type: " + said + "\r\n";

    client.fail(call.id(), header, "{\"errorType\":\"Mine\"}");

    assertThat(replyTo(call)).isEqualTo("{\"errorType\":\"Mine\"}");
    assertThat(call.reply().join().errorType()).isEqualTo(counted);
  }

  @Test
  void keepsTheCauseOfAnErrorFromTheCaller() throws Exception {
    RawClient client = client();
    String withCause = "Content-Type: application/vnd.aws.lambda.error.cause+json\r\n";
    Call call = offer("1");
    client.next();
    client.fail(
        call.id(),
        withCause,
        "{\"errorMessage\":\"no\",\"errorType\":\"E\",\"stackTrace\":[\"a\"],\"errorCause\":{}}");
    Call wrong = offer("2");
    client.next();
    client.fail(wrong.id(), withCause, "no JSON");
    Call long_ = offer("3");
    client.next();
    String cause = "Lambda-Runtime-Function-XRay-Error-Cause: " + "c".repeat(1024 * 1024) + "\r\n";
    Said said = client.fail(long_.id(), cause, "{}");

    assertThat(replyTo(call))
        .isEqualTo("{\"errorMessage\":\"no\",\"errorType\":\"E\",\"stackTrace\":[\"a\"]}");
    assertThat(replyTo(wrong)).isEqualTo("\"Invalid error body\"");
    assertThat(said.status()).isEqualTo(202);
  }

  @Test
  void answersEveryOtherQuestion() throws Exception {
    RawClient client = client();

    assertThat(client.get("/2018-06-01/ping", "").body()).isEqualTo("pong");
    assertThat(client.get(RUNTIME + "restore/next", "").errorType())
        .isEqualTo("InvalidStateTransition");
    assertThat(client.post(RUNTIME + "restore/error", "", "{}").errorType())
        .isEqualTo("InvalidStateTransition");
    assertThat(client.get(RUNTIME + "nothing", "").status()).isEqualTo(404);
    assertThat(client.get("/elsewhere", "").status()).isEqualTo(404);
    assertThat(client.post(RUNTIME + "invocation/next", "", "").status()).isEqualTo(404);
  }

  @Test
  void handsOutAsManyAtOnceAsThereAreSlots() throws Exception {
    api.close();
    serve(3);
    List<Call> calls = List.of(offer("1"), offer("2"), offer("3"), offer("4"));
    List<RawClient> pollers = List.of(client(), client(), client());
    List<String> events = new ArrayList<>();
    for (RawClient poller : pollers) {
      events.add(poller.next().body());
    }
    Said fourth = client().next();
    Said loser = client().post(RUNTIME + "init/error", "", "{}");
    pollers.get(1).respond(calls.get(1).id(), "two");

    assertThat(events).containsExactly("1", "2", "3");
    assertThat(fourth.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(loser.errorType()).isEqualTo("InvalidStateTransition");
    assertThat(replyTo(calls.get(1))).isEqualTo("two");
    assertThat(pollers.get(1).next().body()).isEqualTo("4");
  }
}
