package dev.perigee.cli.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.testing.Needs;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Versions and aliases by `/v1`.
class VersionsLiveTest {
  private static final String FUNCTION = "/v1/functions/f";

  @TempDir Path data;

  @Test
  void versionsAndAliasesArePublishedCalledListedAndDeleted() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient client = server.client();
      client.deploy(
          "f", code("def handler(event, context):\n    return context.invoked_function_arn\n"));

      HttpResponse<String> published =
          send(client, "POST", FUNCTION + "/versions", "{\"description\":\"first\"}");
      assertThat(published.statusCode()).isEqualTo(201);
      assertThat(published.body())
          .contains("\"version\":\"1\"", "\"description\":\"first\"", "\"publishedUtc\":\"2");
      assertThat(put(client, "prod", "{\"version\":\"1\",\"description\":\"d\"}").body())
          .isEqualTo("{\"alias\":\"prod\",\"version\":\"1\",\"description\":\"d\",\"weights\":{}}");
      assertThat(send(client, "POST", FUNCTION + "/invocations?qualifier=prod", "{}").body())
          .isEqualTo("\"arn:aws:lambda:us-east-1:000000000000:function:f:prod\"");
      assertThat(client.get(FUNCTION + "/versions").body()).contains("\"version\":\"1\"");
      assertThat(client.get(FUNCTION + "/aliases?version=1").body()).contains("\"prod\"");
      assertThat(client.get(FUNCTION + "/aliases?after=prod").body()).isEqualTo("{\"aliases\":[]}");
      assertThat(send(client, "DELETE", FUNCTION + "/versions/1", "").statusCode()).isEqualTo(409);
      assertThat(send(client, "DELETE", FUNCTION + "/aliases/prod", "").statusCode())
          .isEqualTo(204);
      assertThat(client.get(FUNCTION + "/aliases/prod").statusCode()).isEqualTo(404);
      assertThat(send(client, "DELETE", FUNCTION + "/versions/1", "").statusCode()).isEqualTo(204);
    }
  }

  @Test
  void aliasesThatCanNotBeAreRefusedWithAllThatIsWrong() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient client = server.client();
      client.deploy("f", code("def handler(event, context):\n    return 1\n"));
      send(client, "POST", FUNCTION + "/versions", "");

      assertThat(put(client, "prod", "{\"version\":\"7\"}").body())
          .contains("there is no version 7");
      assertThat(put(client, "prod", "{\"version\":\"1\",\"weights\":{\"$LATEST\":2}}").body())
          .contains("has to be from 0 to 1", "two different published versions");
      assertThat(put(client, "12", "{\"version\":\"1\"}").statusCode()).isEqualTo(400);
      assertThat(put(client, "prod", "{\"verion\":\"1\"}").body())
          .contains("unknown key 'verion'", "version is missing");
      assertThat(send(client, "POST", FUNCTION + "/invocations?qualifier=none", "{}").statusCode())
          .isEqualTo(404);
    }
  }

  private static HttpResponse<String> put(LiveClient client, String alias, String body) {
    return send(client, "PUT", FUNCTION + "/aliases/" + alias, body);
  }

  private static HttpResponse<String> send(
      LiveClient client, String method, String path, String body) {
    return client.send(method, path, BodyPublishers.ofString(body));
  }

  private static LiveClient.Code code(String source) {
    return new LiveClient.Code("app.handler", source, 3_000, OptionalInt.empty());
  }
}
