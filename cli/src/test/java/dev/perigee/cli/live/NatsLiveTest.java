package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.NatsServer;
import dev.perigee.testing.Needs;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.api.StreamConfiguration;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions that run by messages of a real NATS server.
class NatsLiveTest {
  private static final Code TELLS =
      Code.of(
          "app.handle",
          "def handle(event, context):\n    print('got', event['subject'], event.get('data'))\n");

  @TempDir Path folder;

  private final List<Connection> connections = new ArrayList<>();
  private NatsServer nats;

  @BeforeEach
  void makeServer() {
    var _ = Needs.python();
    var _ = Needs.nats();
    nats = NatsServer.in(folder.resolve("nats"), "");
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    for (Connection each : connections) {
      each.close();
    }
    nats.close();
  }

  private Connection connect() throws IOException, InterruptedException {
    Connection connection = Nats.connect(nats.url());
    connections.add(connection);
    return connection;
  }

  private static void stream(Connection connection) throws Exception {
    var _ =
        connection
            .jetStreamManagement()
            .addStream(StreamConfiguration.builder().name("orders").subjects("orders.>").build());
  }

  private static void publish(Connection connection, String subject, String data) throws Exception {
    var _ = connection.jetStream().publish(subject, data.getBytes(UTF_8));
  }

  private HttpResponse<String> put(LiveClient client, String subject, String more) {
    String body =
        "{\"function\":\"f\",\"source\":{\"kind\":\"nats\",\"server\":\"%s\",\"subject\":\"%s\"%s}}"
            .formatted(nats.url(), subject, more);
    return client.send("PUT", "/v1/triggers/heard", BodyPublishers.ofString(body));
  }

  private void listen(LiveClient client, String subject) {
    client.deploy("f", TELLS);
    assertThat(put(client, subject, "").statusCode()).isEqualTo(200);
  }

  private static JsonNode awaitState(LiveClient client, String state) {
    return LiveClient.await(
        state,
        () -> json(client.get("/v1/triggers/heard").body()).path("connection"),
        connection -> connection.path("state").asText().equals(state));
  }

  private static void awaitLog(LiveClient client, String line) {
    var _ =
        LiveClient.await(
            line, () -> client.get("/v1/functions/f/logs").body(), log -> log.contains(line));
  }

  private static int stat(LiveClient client, String name) {
    return json(client.get("/v1/async/stats").body()).get(name).asInt();
  }

  @Test
  void messagesOfAStreamRunTheFunctionAlsoThoseThatWereSentWhileThePlatformWasAway()
      throws Exception {
    nats.start();
    Connection sender = connect();
    stream(sender);
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      listen(server.client(), "orders.*");
      assertThat(awaitState(server.client(), "connected").path("delivery").asText())
          .isEqualTo("at-least-once");
      publish(sender, "orders.new", "{\"n\": 1}");
      awaitLog(server.client(), "got orders.new {'n': 1}");
    }
    publish(sender, "orders.old", "two");
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      awaitLog(server.client(), "got orders.old two");
      assertThat(stat(server.client(), "enqueued")).isEqualTo(2);
    }
  }

  @Test
  void aServerThatIsKilledAndComesBackLosesNothingThatItsStreamTookAndDoublesNothing()
      throws Exception {
    nats.start();
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      LiveClient client = server.client();
      Connection sender = connect();
      stream(sender);
      listen(client, "orders.>");
      var _ = awaitState(client, "connected");
      for (int i = 0; i < 100; i++) {
        publish(sender, "orders.a", "" + i);
      }
      nats.kill();
      var _ = awaitState(client, "connecting");
      nats.start();
      Connection again = connect();
      for (int i = 100; i < 200; i++) {
        publish(again, "orders.b", "" + i);
      }
      var _ = LiveClient.await("200 runs", () -> stat(client, "acked"), each -> each >= 200);
      var _ = LiveClient.await("all acknowledged", () -> unacknowledged(again), each -> each == 0);
      assertThat(stat(client, "enqueued")).isEqualTo(200);
    }
  }

  private static long unacknowledged(Connection connection) {
    try {
      var consumer =
          connection.jetStreamManagement().getConsumerInfo("orders", "perigee~default~heard");
      return consumer.getNumAckPending() + consumer.getNumPending();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aServerThatComesLaterIsListenedToAndAPlainSubjectNeedsNoStream() throws Exception {
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      LiveClient client = server.client();
      listen(client, "plain.*");
      var _ =
          LiveClient.await(
              "reason",
              () -> json(client.get("/v1/triggers").body()).at("/triggers/0/connection/reason"),
              reason -> reason.asText().contains("Unable to connect"));
      assertThat(client.get("/metrics").body())
          .contains("faas_trigger_connected{tenant=\"default\",trigger=\"heard\"} 0");
      nats.start();
      assertThat(awaitState(client, "connected").path("delivery").asText())
          .isEqualTo("at-most-once");
      Connection sender = connect();
      sender.publish("plain.one", "hello".getBytes(UTF_8));
      awaitLog(client, "got plain.one hello");
      assertThat(client.get("/metrics").body())
          .contains("faas_trigger_connected{tenant=\"default\",trigger=\"heard\"} 1")
          .contains(
              "faas_trigger_messages_total{tenant=\"default\",trigger=\"heard\",outcome=\"taken\"}"
                  + " 1");
      assertThat(client.delete("/v1/triggers/heard").statusCode()).isEqualTo(204);
      assertThat(client.get("/metrics").body()).doesNotContain("faas_trigger_connected");
    }
  }

  @Test
  void aLoginIsInNoAnswerAndInNoFileAndIsThereAfterARestart() throws Exception {
    String canary = "canary-4711";
    nats =
        NatsServer.in(
                folder.resolve("nats"), "authorization: {user: u, password: \"" + canary + "\"}")
            .start();
    String login = ",\"user\":\"u\",\"password\":\"%s\"";
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      LiveClient client = server.client();
      client.deploy("f", TELLS);
      assertThat(put(client, "a", login.formatted("wrong")).statusCode()).isEqualTo(200);
      assertThat(awaitState(client, "failed").path("reason").asText())
          .containsIgnoringCase("authorization violation");
      HttpResponse<String> right = put(client, "a", login.formatted(canary));
      assertThat(right.body()).doesNotContain(canary);
      var _ = awaitState(client, "connected");
      assertThat(client.get("/v1/triggers").body()).doesNotContain(canary);
    }
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      var _ = awaitState(server.client(), "connected");
      assertThat(server.reports()).noneMatch(each -> each.contains(canary));
    }
    try (Stream<Path> files = Files.walk(folder.resolve("platform"))) {
      assertThat(files.filter(Files::isRegularFile)).noneMatch(each -> contains(each, canary));
    }
  }

  private static boolean contains(Path file, String text) {
    try {
      return new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1)
          .contains(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void allThatIsWrongWithATriggerIsSaidAtOnceAndWithoutItsSecrets() {
    try (LiveServer server = new LiveServer(folder.resolve("platform"))) {
      LiveClient client = server.client();
      client.deploy("f", TELLS);
      String body =
          """
          {"function": "f", "source": {"kind": "nats", "server": "nats://me:secret@host:4222",
           "subject": "a..b", "durable": "x.y", "queue": "q", "user": "u", "credentials": "none",
           "ca": "none"}}
          """;
      HttpResponse<String> refused =
          client.send("PUT", "/v1/triggers/heard", BodyPublishers.ofString(body));
      assertThat(refused.statusCode()).isEqualTo(400);
      assertThat(refused.body())
          .contains("unknown key 'source.queue'")
          .contains("source.server is 'nats://***@host:4222'")
          .contains("source.subject is 'a..b'")
          .contains("source.durable is 'x.y'")
          .contains("source.user and source.password: give both")
          .contains("source.credentials is no credentials file")
          .contains("source.ca has no certificate")
          .doesNotContain("secret");
      for (String subject : List.of("", "a.", "a b", "a.>.b", "a*", ">a", ".")) {
        assertThat(put(client, subject, "").statusCode()).as(subject).isEqualTo(400);
      }
    }
  }
}
