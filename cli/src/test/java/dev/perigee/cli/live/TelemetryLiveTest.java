package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a platform tells of its work while it works.
class TelemetryLiveTest {
  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String PARENT = "00-" + TRACE + "-00f067aa0ba902b7-01";
  private static final Code ECHO =
      Code.of("app.handle", "def handle(event, context):\n    return event\n");
  private static final Code FAILS =
      Code.of("app.handle", "def handle(event, context):\n    raise ValueError('no')\n");

  @TempDir private Path folder;

  @Test
  void aColdCallIsATraceWithItsPhases() throws Exception {
    Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("echo", ECHO);
      String id = post(server, "/v1/functions/echo/invocations", "traceparent", PARENT);
      String own = LiveClient.requestId(client.invoke("echo", "{}"));

      List<JsonNode> spans = spans(client, id);

      assertThat(names(spans)).contains("invoke echo", "queue", "sandbox", "init", "handler");
      assertThat(spans.getFirst().get("traceId").asText()).isEqualTo(TRACE);
      assertThat(spans(client, TRACE)).isEqualTo(spans);
      assertThat(names(spans(client, own))).contains("invoke echo", "handler");
      assertThat(client.as("other").get("/v1/traces/" + id).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void allAttemptsOfAnEventAreInTheTraceOfWhoSentIt() throws Exception {
    Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("fails", FAILS);
      String id =
          post(
              server,
              "/2015-03-31/functions/fails/invocations",
              "traceparent",
              PARENT,
              "X-Amz-Invocation-Type",
              "Event");
      LiveClient.await(
          "the event's end",
          () -> client.get("/v1/async/" + id + "?waitS=5").body(),
          body -> body.contains("\"dead\""));

      List<JsonNode> attempts =
          spans(client, TRACE).stream()
              .filter(span -> span.get("kind").asText().equals("consumer"))
              .toList();

      assertThat(attempts).hasSize(3).allMatch(span -> span.get("failed").asBoolean());
      assertThat(attempts)
          .allMatch(span -> span.get("parentId").asText().equals("00f067aa0ba902b7"));
    }
  }

  private static String post(LiveServer server, String path, String... headers) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
              .headers(headers)
              .POST(BodyPublishers.ofString("{}"))
              .build();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 202);
      return LiveClient.requestId(answer);
    }
  }

  private static List<JsonNode> spans(LiveClient client, String id) {
    List<JsonNode> spans = new ArrayList<>();
    LiveClient.json(client.get("/v1/traces/" + id).body()).get("spans").forEach(spans::add);
    return spans;
  }

  private static Set<String> names(List<JsonNode> spans) {
    Set<String> names = new HashSet<>();
    spans.forEach(span -> names.add(span.get("name").asText()));
    return names;
  }
}
