package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.perigee.api.DeployRequest;
import dev.perigee.cli.live.LiveClient.Code;
import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions that use queues, tables, buckets and topics from within their sandboxes.
class ResourceCallsLiveTest {
  private static final String PYTHON =
      """
      import perigee

      def handle(event, context):
          prices, work = perigee.table("prices"), perigee.queue("tasks")
          first = prices.put("tea", {"eur": 3.2}, if_absent=True)
          try:
              prices.put("tea", 4, if_absent=True)
          except perigee.Conflict as problem:
              refused = str(problem)
          prices.put("tea", {"eur": 3.5}, if_version=first)
          work.send("one", {"n": 2})
          taken = work.receive()
          work.delete(*taken)
          perigee.bucket("photos").put("a/b.txt", "text", content_type="text/plain")
          try:
              perigee.table("no" + "ne").get("x")
          except perigee.NotFound as problem:
              missing = str(problem)
          return {"tea": prices.get("tea"), "none": prices.get("none", 7), "keys": prices.keys(),
                  "refused": refused, "missing": missing, "taken": [m["body"] for m in taken],
                  "photo": perigee.bucket("photos").get("a/b.txt").decode(), "more": len(work.receive())}
      """;
  private static final String NODE =
      """
      const perigee = require('perigee');
      exports.handle = async () => {
        const prices = perigee.table('prices');
        prices.put('tea', { eur: 3.2 });
        perigee.queue('tasks').send('one', { n: 2 });
        const taken = perigee.queue('tasks').receive({ max: 5 });
        perigee.queue('tasks').delete(...taken);
        let missing = '';
        try { perigee.bucket('no' + 'ne').get('x'); } catch (problem) { missing = problem.name; }
        return { tea: prices.get('tea'), keys: prices.keys(), taken: taken.map((m) => m.body), missing };
      };
      """;

  @TempDir Path folder;

  private static void create(LiveClient client, String... paths) {
    for (String path : paths) {
      assertThat(client.send("PUT", "/v1/" + path, BodyPublishers.noBody()).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aPythonFunctionReadsAndWritesWhatItsTenantHas() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      create(client, "tables/prices", "queues/tasks", "buckets/photos");
      client.deploy("f", Code.of("app.handle", PYTHON));

      JsonNode answer = json(client.invoke("f", "{}").body());

      assertThat(answer.path("tea").path("eur").asDouble()).isEqualTo(3.5);
      assertThat(answer.path("none").asInt()).isEqualTo(7);
      assertThat(answer.path("keys").toString()).isEqualTo("[\"tea\"]");
      assertThat(answer.path("refused").asText()).contains("is at version");
      assertThat(answer.path("missing").asText()).contains("no table 'none'");
      assertThat(answer.path("taken").toString())
          .isEqualTo("[\"one\",\"{\\\"n\\\": 2}\"]".replace(": ", ":"));
      assertThat(answer.path("photo").asText()).isEqualTo("text");
      assertThat(answer.path("more").asInt()).isZero();
      assertThat(client.get("/v1/tables/prices/items/tea").body()).isEqualTo("{\"eur\": 3.5}");
    }
  }

  @Test
  void aNodeFunctionDoesTheSame() {
    var _ = Needs.node();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      create(client, "tables/prices", "queues/tasks");
      HttpResponse<String> deployed =
          client.put(
              "f",
              new DeployRequest(
                  "nodejs20.x",
                  "app.handle",
                  OptionalInt.empty(),
                  OptionalLong.of(10_000),
                  "",
                  OptionalInt.empty(),
                  Map.of(),
                  LiveClient.zip("app.js", NODE.getBytes(StandardCharsets.UTF_8))));
      assertThat(deployed.statusCode()).isEqualTo(201);

      JsonNode answer = json(client.invoke("f", "{}").body());

      assertThat(answer.path("tea").path("eur").asDouble()).isEqualTo(3.2);
      assertThat(answer.path("taken").toString()).isEqualTo("[\"one\",\"{\\\"n\\\":2}\"]");
      assertThat(answer.path("missing").asText()).isEqualTo("Perigee.NotFound");
    }
  }

  @Test
  void whatAFunctionNamesIsThereWhenItIsDeployedAndGoesWithTheLastThatNamesIt() {
    var _ = Needs.python();
    String source =
        """
        import perigee
        kept = perigee.table("kept")
        news = perigee.topic("news")
        @perigee.cron("rate(30 days)")
        def handle(event, context):
            kept.put("a", 1)
        """;
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      client.deploy("f", Code.of("app.handle", source));
      assertThat(client.get("/v1/tables/kept").statusCode()).isEqualTo(200);
      assertThat(client.get("/v1/topics/news").statusCode()).isEqualTo(200);
      assertThat(client.get("/v1/triggers").body()).contains("rate(30 days)");
      assertThat(client.invoke("f", "{}").statusCode()).isEqualTo(200);

      client.deploy("f", Code.of("app.handle", "def handle(event, context):\n    return 1\n"));

      assertThat(client.get("/v1/topics/news").statusCode()).isEqualTo(404);
      assertThat(client.get("/v1/triggers").body()).doesNotContain("rate(30 days)");
      assertThat(client.get("/v1/tables/kept").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aFunctionSeesNothingOfAnotherTenantAndAsksOnlyWhileItRuns() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(folder)) {
      LiveClient client = server.client();
      create(client, "tables/prices");
      assertThat(
              client
                  .send("PUT", "/v1/tables/prices/items/tea", BodyPublishers.ofString("1"))
                  .statusCode())
          .isEqualTo(200);
      client
          .as("other")
          .deploy(
              "f",
              Code.of(
                  "app.handle",
                  """
                  import perigee
                  try:
                      perigee.table("prices").get("tea")
                  except RuntimeError as problem:
                      early = str(problem)
                  def handle(event, context):
                      return [early, perigee.table("prices").get("tea", "nothing")]
                  """));
      assertThat(client.as("other").invoke("f", "{}").body())
          .contains("only while an invocation runs", "nothing");
    }
  }
}
