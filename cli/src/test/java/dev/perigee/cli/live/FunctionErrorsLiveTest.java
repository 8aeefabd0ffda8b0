package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.header;
import static dev.perigee.cli.live.LiveClient.json;
import static dev.perigee.cli.live.LiveClient.requestId;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a function does, its caller gets the right answer, the ledger the same, and the next
/// call a healthy sandbox.
class FunctionErrorsLiveTest {
  private static final String APP =
      """
      import os, sys, time

      def handle(event, context):
          kind = event.get("do")
          if kind == "raise":
              raise ValueError("bad thing")
          if kind == "sleep":
              time.sleep(event["s"])
          if kind == "exit":
              os._exit(event["status"])
          if kind == "leave":
              sys.exit(event["status"])
          if kind == "kill":
              os.kill(os.getpid(), 9)
          if kind == "big":
              return "x" * event["bytes"]
          if kind == "loop":
              while True:
                  pass
          if kind == "odd":
              return object()
          return {"ok": True, "id": context.aws_request_id, "pid": os.getpid()}
      """;

  @TempDir static Path data;
  private static @Nullable LiveServer server;

  @BeforeAll
  static void start() {
    var _ = Needs.python();
    server = new LiveServer(data);
    client().deploy("app", Code.of("app.handle", APP).timeoutMs(1_000));
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

  @Test
  void answersExceptionWithTypeMessageTraceAndRequestId() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"raise\"}");
    JsonNode body = json(answer.body());
    assertThat(names(body))
        .containsExactlyInAnyOrder("errorMessage", "errorType", "requestId", "stackTrace");
    assertThat(body.get("errorMessage").asText()).isEqualTo("bad thing");
    assertThat(body.get("errorType").asText()).isEqualTo("ValueError");
    assertThat(body.get("requestId").asText()).isEqualTo(requestId(answer));
    assertThat(body.get("stackTrace").isArray()).isTrue();
    assertThat(body.get("stackTrace").get(0).asText()).contains("app.py").contains("bad thing");
    isAccounted(answer, "error");
  }

  @Test
  void answersAnswerThatIsNotJson() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"odd\"}");
    assertThat(json(answer.body()).get("errorType").asText()).isEqualTo("Runtime.MarshalError");
    isAccounted(answer, "error");
  }

  @Test
  void answersTimeoutWithTwoDecimals() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"sleep\",\"s\":5}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: %s Error: Task timed out after 1.00 seconds\"}"
                .formatted(requestId(answer)));
    isAccounted(answer, "timeout");
  }

  @Test
  void endsEndlessLoopAtItsTimeout() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"loop\"}");
    assertThat(json(answer.body()).get("errorType").asText()).isEqualTo("Sandbox.Timedout");
    JsonNode entry = isAccounted(answer, "timeout");
    assertThat(entry.get("cpuS").asDouble()).isPositive();
  }

  @Test
  void answersExitWithItsStatus() {
    for (String how : List.of("exit", "leave")) {
      HttpResponse<String> answer = failing("app", "{\"do\":\"" + how + "\",\"status\":3}");
      assertThat(answer.body())
          .isEqualTo(
              "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: Runtime exited with error: exit status 3\"}"
                  .formatted(requestId(answer)));
      isAccounted(answer, "error");
    }
  }

  @Test
  void answersExitWithoutStatus() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"exit\",\"status\":0}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: Runtime exited without providing a reason\"}"
                .formatted(requestId(answer)));
    isAccounted(answer, "error");
  }

  @Test
  void answersKilledProcessWithItsSignal() {
    HttpResponse<String> answer = failing("app", "{\"do\":\"kill\"}");
    assertThat(json(answer.body()).get("errorMessage").asText())
        .isEqualTo(
            "RequestId: %s Error: Runtime exited with error: signal: killed"
                .formatted(requestId(answer)));
    isAccounted(answer, "error");
  }

  @Test
  void answersTooLargeAnswerAndKeepsTheRuntime() {
    String pid = json(client().invoke("app", "{}").body()).get("pid").asText();
    HttpResponse<String> answer = failing("app", "{\"do\":\"big\",\"bytes\":6291555}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload"
                + " size exceeded maximum allowed payload size (6291556 bytes).\"}");
    isAccounted(answer, "error");
    assertThat(json(client().invoke("app", "{}").body()).get("pid").asText()).isEqualTo(pid);
  }

  @Test
  void passesLargestAnswer() {
    HttpResponse<String> answer = client().invoke("app", "{\"do\":\"big\",\"bytes\":6291554}");
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Amz-Function-Error")).isEmpty();
    assertThat(answer.body()).hasSize(6_291_556);
  }

  @Test
  void answersModuleThatCanNotBeImported() {
    client().deploy("import", Code.of("app.handle", "import nothing_of_this_name\n"));
    HttpResponse<String> answer = failing("import", "{}");
    JsonNode body = json(answer.body());
    assertThat(body.get("errorType").asText()).isEqualTo("Runtime.ImportModuleError");
    assertThat(body.get("errorMessage").asText()).contains("nothing_of_this_name");
    isAccounted(answer, "error");
  }

  @Test
  void answersHandlerOfModuleThatIsNotThere() {
    client().deploy("nomodule", Code.of("other.handle", APP));
    HttpResponse<String> answer = failing("nomodule", "{}");
    assertThat(json(answer.body()).get("errorType").asText())
        .isEqualTo("Runtime.ImportModuleError");
  }

  @Test
  void answersSyntaxError() {
    client().deploy("syntax", Code.of("app.handle", "def handle(event, context:\n  return 1\n"));
    HttpResponse<String> answer = failing("syntax", "{}");
    assertThat(json(answer.body()).get("errorType").asText())
        .isEqualTo("Runtime.UserCodeSyntaxError");
    isAccounted(answer, "error");
  }

  @Test
  void answersMissingHandler() {
    client().deploy("nohandler", Code.of("app.nothing", APP));
    HttpResponse<String> answer = failing("nohandler", "{}");
    JsonNode body = json(answer.body());
    assertThat(body.get("errorType").asText()).isEqualTo("Runtime.HandlerNotFound");
    assertThat(body.get("errorMessage").asText()).contains("nothing");
    isAccounted(answer, "error");
  }

  @Test
  void answersExceptionAtImport() {
    client().deploy("atimport", Code.of("app.handle", "raise KeyError('gone')\n"));
    HttpResponse<String> answer = failing("atimport", "{}");
    assertThat(json(answer.body()).get("errorType").asText()).isEqualTo("KeyError");
    isAccounted(answer, "error");
  }

  @Test
  void answersExitAtImport() {
    client().deploy("exitimport", Code.of("app.handle", "import os\nos._exit(7)\n"));
    HttpResponse<String> answer = failing("exitimport", "{}");
    assertThat(answer.body())
        .isEqualTo(
            "{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"RequestId: %s Error: Runtime exited with error: exit status 7\"}"
                .formatted(requestId(answer)));
  }

  @Test
  void tellsTheFunctionTheSameRequestId() {
    HttpResponse<String> answer = client().invoke("app", "{}");
    assertThat(json(answer.body()).get("id").asText()).isEqualTo(requestId(answer));
    isAccounted(answer, "ok");
  }

  /// Calls, sees the error's status and header, and that the next call of the healthy function is
  /// served.
  private static HttpResponse<String> failing(String name, String payload) {
    HttpResponse<String> answer = client().invoke(name, payload);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(header(answer, "X-Amz-Function-Error")).isEqualTo("Unhandled");
    HttpResponse<String> next = client().invoke("app", "{}");
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(json(next.body()).get("ok").asBoolean()).isTrue();
    return answer;
  }

  private static JsonNode isAccounted(HttpResponse<String> answer, String outcome) {
    JsonNode entry = client().entry(answer);
    assertThat(entry.get("outcome").asText()).isEqualTo(outcome);
    return entry;
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
