package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Queues, tables, buckets and topics over HTTP, and the functions that wait for them.
class ResourcesLiveTest {
  @TempDir Path folder;

  private static HttpResponse<String> post(LiveClient client, String path, String body) {
    return client.send("POST", path, BodyPublishers.ofString(body));
  }

  private static HttpResponse<String> put(LiveClient client, String path, String body) {
    return client.send("PUT", path, BodyPublishers.ofString(body));
  }

  @Test
  void messagesAreTakenOnceAndComeAgainUnlessTheyAreDeletedAlsoAfterARestart() {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      assertThat(put(client, "/v1/queues/tasks", "{\"leaseS\":0}").statusCode()).isEqualTo(200);
      assertThat(post(client, "/v1/queues/tasks/messages", "{\"messages\":[\"a\",{\"b\":1}]}"))
          .extracting(HttpResponse::statusCode)
          .isEqualTo(202);
      assertThat(post(client.as("other"), "/v1/queues/tasks/receive", "").statusCode())
          .isEqualTo(404);
    }
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      JsonNode taken =
          json(post(client, "/v1/queues/tasks/receive?leaseS=60", "").body()).get("messages");
      assertThat(taken).hasSize(2);
      assertThat(taken.get(1).get("body").asText()).isEqualTo("{\"b\":1}");
      assertThat(post(client, "/v1/queues/tasks/receive", "").body())
          .isEqualTo("{\"messages\":[]}");
      String receipt = taken.get(0).get("receipt").asText();
      assertThat(post(client, "/v1/queues/tasks/delete", "{\"receipts\":[\"" + receipt + "\"]}"))
          .extracting(HttpResponse::body)
          .isEqualTo("{\"deleted\":1}");
      assertThat(client.delete("/v1/queues/tasks").statusCode()).isEqualTo(409);
      assertThat(client.delete("/v1/queues/tasks?full=true").statusCode()).isEqualTo(204);
      assertThat(client.delete("/v1/queues/tasks").statusCode()).isEqualTo(404);
    }
  }

  @Test
  void keysMayHoldSlashesAndWhatIsWrongIsSaid() {
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      assertThat(put(client, "/v1/buckets/b/objects/x", "1").statusCode()).isEqualTo(404);
      var _ = put(client, "/v1/buckets/b", "");
      assertThat(put(client, "/v1/buckets/b/objects/a/b%20c/d.txt", "text").body())
          .isEqualTo("{\"version\":1}");
      HttpResponse<String> read = client.get("/v1/buckets/b/objects/a/b%20c/d.txt");
      assertThat(read.body()).isEqualTo("text");
      assertThat(LiveClient.header(read, "ETag")).isEqualTo("\"1\"");
      assertThat(client.get("/v1/buckets/b/objects?prefix=a/").body()).contains("a/b c/d.txt");
      assertThat(client.get("/v1/buckets/b/objects/none").statusCode()).isEqualTo(404);
      assertThat(put(client, "/v1/buckets/b", "{\"colour\":1,\"ttlS\":-1}").body())
          .contains("colour", "ttlS is -1");
      assertThat(put(client, "/v1/tables/-", "").statusCode()).isEqualTo(400);
      assertThat(post(client, "/v1/topics/none/messages", "{\"messages\":[1]}").statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void changesAndMessagesRunTheFunctionsThatWaitForThem() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy(
          "f",
          Code.of(
              "app.handle",
              """
              def handle(event, context):
                  print('got', event['type'], event.get('subject'), event['data'])
              """));
      var _ = put(client, "/v1/buckets/photos", "");
      var _ = put(client, "/v1/topics/news", "");
      String onChange =
          "{\"function\":\"f\",\"source\":{\"kind\":\"bucket\",\"name\":\"photos\",\"prefix\":\"in/\",\"suffix\":\".jpg\"}}";
      String onNews = "{\"function\":\"f\",\"source\":{\"kind\":\"topic\",\"name\":\"news\"}}";
      assertThat(put(client, "/v1/triggers/change", onChange).statusCode()).isEqualTo(200);
      assertThat(put(client, "/v1/triggers/news", onNews).statusCode()).isEqualTo(200);

      var _ = put(client, "/v1/buckets/photos/objects/in/a.txt", "x");
      var _ = put(client, "/v1/buckets/photos/objects/in/cat.jpg", "x");
      assertThat(post(client, "/v1/topics/news/messages", "{\"messages\":[{\"n\":1}]}").body())
          .isEqualTo("{\"deliveries\":1}");

      String log =
          LiveClient.await(
              "the function to hear of both",
              () -> client.get("/v1/functions/f/logs").body(),
              text -> text.contains("bucket.put") && text.contains("topic.message"));
      assertThat(log).contains("in/cat.jpg", "{'n': 1}").doesNotContain("in/a.txt");
    }
  }
}
