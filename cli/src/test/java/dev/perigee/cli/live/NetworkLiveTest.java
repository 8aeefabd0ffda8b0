package dev.perigee.cli.live;

import static dev.perigee.cli.live.LiveClient.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.perigee.api.DeployRequest;
import dev.perigee.api.Json;
import dev.perigee.cli.client.Identity;
import dev.perigee.cli.client.PlatformClient;
import dev.perigee.platform.access.AuthMode;
import dev.perigee.platform.access.FirstAdministrator;
import dev.perigee.testing.Needs;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions that may connect to somewhere, deployed and called over HTTP.
class NetworkLiveTest {
  private static final String SOURCE =
      """
      import os, urllib.request
      def handler(event, context):
          os.environ["no_proxy"] = os.environ["NO_PROXY"] = ""
          try:
              return urllib.request.urlopen(event, data=bytes(5000), timeout=5).read().decode()
          except OSError as problem:
              return str(problem)
      """;

  @TempDir Path data;

  private static DeployRequest request(String isolation, List<String> network) {
    return new DeployRequest(
        "python3",
        "app.handler",
        OptionalInt.empty(),
        OptionalLong.of(10_000),
        isolation,
        OptionalInt.empty(),
        Map.of(),
        LiveClient.zip("app.py", SOURCE.getBytes(UTF_8)),
        "",
        network);
  }

  private static HttpServer outside() throws Exception {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          int got = exchange.getRequestBody().readAllBytes().length;
          byte[] said = ("got " + got).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, said.length);
          exchange.getResponseBody().write(said);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void reachesWhatItsListHasAndPaysForWhatItSends() throws Exception {
    var _ = Needs.python();
    HttpServer outside = outside();
    String address = "127.0.0.1:" + outside.getAddress().getPort();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient client = server.client();
      HttpResponse<String> deployed = client.put("f", request("", List.of(address)));
      Needs.that("root", !deployed.body().contains("not possible here"), deployed.body());
      assertThat(deployed.statusCode()).as(deployed.body()).isEqualTo(201);
      assertThat(json(client.get("/v1/functions/f").body()).path("network").toString())
          .isEqualTo("{\"allow\":[\"" + address + "\"]}");

      HttpResponse<String> answer = client.invoke("f", "\"http://" + address + "/\"");

      assertThat(answer.body()).isEqualTo("\"got 5000\"");
      assertThat(client.entry(answer).path("bytesOut").asLong()).isBetween(5_100L, 6_000L);
      assertThat(client.invoke("f", "\"http://127.0.0.1:" + server.port() + "/v1/nodes\"").body())
          .contains("is not in network.allow");
      var _ =
          LiveClient.await(
              "line of the refusal",
              () -> client.get("/v1/functions/f/logs").body(),
              log -> log.contains("network refused: POST 127.0.0.1:" + server.port()));
    } finally {
      outside.stop(0);
    }
    try (LiveServer again = new LiveServer(data)) {
      var _ = LiveClient.await("ready platform", again.client()::isReady, ready -> ready);
      assertThat(again.client().get("/v1/functions/f").body()).contains(address);
    }
  }

  @Test
  void refusesAListThatNobodyCouldHold() {
    var _ = Needs.python();
    try (LiveServer server = new LiveServer(data)) {
      LiveClient client = server.client();
      HttpResponse<String> plain = client.put("p", request("process", List.of("example.org")));
      assertThat(plain.statusCode()).isEqualTo(400);
      assertThat(plain.body()).contains("can't keep anything off the network");
      HttpResponse<String> wrong = client.put("w", request("", List.of("http://example.org", "*")));
      assertThat(wrong.statusCode()).isEqualTo(400);
      assertThat(wrong.body()).contains("network.allow 'http://example.org'", "network.allow '*'");
    }
  }

  @Test
  void anAddressNeedsTheRightToOperate() {
    var _ = Needs.python();
    FirstAdministrator first = new FirstAdministrator(AuthMode.SIGV4, "AKIDEXAMPLE", "secret");
    try (LiveServer server =
        new LiveServer(
            data, Duration.ofMinutes(10), LedgerRetention.FOREVER, new SystemClock(), first)) {
      PlatformClient admin = client(server, "AKIDEXAMPLE", "secret");
      Map<String, ?> key =
          admin.demand("POST", "/v1/keys", "{\"role\": \"developer\"}".getBytes(UTF_8)).object();
      PlatformClient developer =
          client(
              server,
              String.valueOf(key.get("accessKeyId")),
              String.valueOf(key.get("secretAccessKey")));
      byte[] byAddress = Json.bytes(request("", List.of("169.254.169.254")));

      assertThat(developer.send("PUT", "/v1/functions/f", byAddress).status()).isEqualTo(403);
      assertThat(admin.send("PUT", "/v1/functions/f", byAddress).status()).isEqualTo(201);
      byte[] byName = Json.bytes(request("", List.of("*.example.org")));
      assertThat(developer.send("PUT", "/v1/functions/f", byName).status()).isEqualTo(200);
    }
  }

  private static PlatformClient client(LiveServer server, String keyId, String secret) {
    Identity identity =
        Identity.in(Map.of("PERIGEE_ACCESS_KEY_ID", keyId, "PERIGEE_SECRET_ACCESS_KEY", secret));
    return new PlatformClient(URI.create("http://127.0.0.1:" + server.port()), "", identity);
  }
}
